namespace Rollouts.Core.Tokenization.Templates;

/// <summary>An object whose attributes a template asks for by name.</summary>
internal interface ITemplateObject
{
    /// <summary>The value of an attribute; false where there is none.</summary>
    bool TryGet(string name, out object? value);
}

/// <summary>The one thing that a template can change from inside a loop: <c>namespace()</c>.</summary>
internal sealed class TemplateNamespace : ITemplateObject
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    /// <summary>Gives an attribute a value.</summary>
    public void Set(string name, object? value) => _values[name] = value;

    /// <inheritdoc/>
    public bool TryGet(string name, out object? value) => _values.TryGetValue(name, out value);
}
