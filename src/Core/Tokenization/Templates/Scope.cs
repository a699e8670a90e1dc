namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Names and what they stand for; a name that is missing is looked for outside.</summary>
/// <param name="outer">The scope around it.</param>
/// <param name="budget">What the rendering may use.</param>
internal sealed class Scope(Scope? outer, RenderBudget budget)
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    /// <summary>What the rendering may use.</summary>
    public RenderBudget Budget => budget;

    /// <summary>A scope inside of this.</summary>
    public Scope Inner() => new(this, budget);

    /// <summary>Gives a name a value in this scope.</summary>
    public void Set(string name, object? value) => _values[name] = value;

    /// <summary>The value of a name.</summary>
    public object? Get(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
            if (scope._values.TryGetValue(name, out var value)) return value;
        return TemplateGlobals.Find(name) is { } function ? function : new Undefined($"'{name}' is undefined");
    }

    private Scope? Outer => outer;
}
