namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Values in a circle: <c>cycler('odd', 'even')</c>.</summary>
/// <param name="values">At least one.</param>
internal sealed class Cycler(object?[] values) : ITemplateObject
{
    private int _place;

    /// <inheritdoc/>
    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "current" => Current(),
            "next" => (TemplateFunction)(_ => Next()),
            "reset" => (TemplateFunction)(_ => Reset()),
            _ => null,
        };
        return name is "current" or "next" or "reset";
    }

    private object? Current() => values.Length > 0 ? values[_place] : throw new TemplateException("cycler needs at least one value.");

    private object? Next()
    {
        var current = Current();
        _place = (_place + 1) % values.Length;
        return current;
    }

    private object? Reset()
    {
        _place = 0;
        return null;
    }
}
