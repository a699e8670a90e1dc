namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Something that a template can call.</summary>
internal delegate object? TemplateFunction(CallArguments arguments);

/// <summary>What a call gives.</summary>
/// <param name="Positional">Without names.</param>
/// <param name="Named">By name.</param>
/// <param name="Budget">What the rendering may use.</param>
internal sealed record CallArguments(List<object?> Positional, Dictionary<string, object?> Named, RenderBudget Budget)
{
    /// <summary>The default of a parameter that must be given.</summary>
    public static readonly object Required = new();

    /// <summary>The value of each parameter.</summary>
    /// <exception cref="TemplateException">One is missing, or something else was given.</exception>
    public object?[] Bind(string function, params (string Name, object? Default)[] parameters)
    {
        if (Positional.Count > parameters.Length) throw new TemplateException($"{function} takes at most {parameters.Length} arguments; it was given {Positional.Count}.");
        var unknown = Named.Keys.FirstOrDefault(name => !parameters.Any(parameter => parameter.Name == name));
        if (unknown is not null) throw new TemplateException($"{function} has no argument '{unknown}'.");
        return [.. parameters.Select((parameter, index) => Value(function, index, parameter.Name, parameter.Default))];
    }

    private object? Value(string function, int index, string name, object? fallback)
    {
        if (index < Positional.Count)
            return Named.ContainsKey(name) ? throw new TemplateException($"{function} was given '{name}' twice.") : Positional[index];
        if (Named.TryGetValue(name, out var value)) return value;
        return ReferenceEquals(fallback, Required) ? throw new TemplateException($"{function} needs the argument '{name}'.") : fallback;
    }
}
