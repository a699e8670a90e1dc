namespace Rollouts.Core.Tokenization.Templates;

/// <summary>The variable <c>loop</c>.</summary>
/// <param name="items">What the loop goes through.</param>
/// <param name="depth">0 for the outermost of a recursive loop.</param>
/// <param name="recurse">Goes through other items in the same way; null where the loop is not recursive.</param>
internal sealed class LoopContext(IReadOnlyList<object?> items, int depth, TemplateFunction? recurse) : ITemplateObject
{
    private object? _lastChanged;

    /// <summary>0-based.</summary>
    public int Index { get; set; }

    /// <summary>Goes through other items in the same way.</summary>
    public TemplateFunction? Recurse => recurse;

    /// <inheritdoc/>
    public bool TryGet(string name, out object? value)
    {
        (var isKnown, value) = name switch
        {
            "index" => (true, Index + 1L),
            "index0" => (true, (long)Index),
            "revindex" => (true, (long)(items.Count - Index)),
            "revindex0" => (true, (long)(items.Count - Index - 1)),
            "first" => (true, Index == 0),
            "last" => (true, Index == items.Count - 1),
            "length" => (true, (long)items.Count),
            "depth" => (true, depth + 1L),
            "depth0" => (true, (long)depth),
            "previtem" => (true, Index > 0 ? items[Index - 1] : new Undefined("There is no previous item")),
            "nextitem" => (true, Index + 1 < items.Count ? items[Index + 1] : new Undefined("There is no next item")),
            "cycle" => (true, (TemplateFunction)Cycle),
            "changed" => (true, (TemplateFunction)Changed),
            _ => (false, (object?)null),
        };
        return isKnown;
    }

    private object? Cycle(CallArguments arguments) => arguments.Positional.Count > 0
        ? arguments.Positional[Index % arguments.Positional.Count] : throw new TemplateException("loop.cycle needs at least one value.");

    private object? Changed(CallArguments arguments)
    {
        object?[] values = [.. arguments.Positional];
        if (_lastChanged is not null && PythonOperators.AreEqual(_lastChanged, values)) return false;
        _lastChanged = values;
        return true;
    }
}
