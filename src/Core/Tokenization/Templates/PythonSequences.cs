namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Python's sequences: length, items, membership, places and slices. A text's items are its Unicode scalars.</summary>
internal static class PythonSequences
{
    /// <summary>What a loop goes through.</summary>
    /// <exception cref="TemplateException">Nothing can go through it.</exception>
    public static IReadOnlyList<object?> Items(object? value) => value switch
    {
        List<object?> list => list,
        object?[] tuple => tuple,
        TemplateMap map => [.. map.Keys],
        string text => [.. PythonStrings.Scalars(text)],
        Undefined => [],
        _ => throw new TemplateException($"A {PythonText.TypeName(value)} has no items to go through."),
    };

    /// <summary>How many items there are.</summary>
    public static long Length(object? value) => value switch
    {
        string text => PythonStrings.Length(text),
        TemplateMap map => map.Count,
        List<object?> or object?[] or Undefined => Items(value).Count,
        _ => throw new TemplateException($"A {PythonText.TypeName(value)} has no length."),
    };

    /// <summary><c>in</c></summary>
    public static bool Contains(object? container, object? item) => container switch
    {
        string text when item is string part => text.Contains(part, StringComparison.Ordinal),
        string when item is Undefined missing => throw missing.Error(),
        string => throw new TemplateException($"'in' a text needs a text; it was given a {PythonText.TypeName(item)}."),
        TemplateMap map => item is not null && map.ContainsKey(TemplateMap.Key(item)),
        _ => Items(container).Any(one => PythonOperators.AreEqual(one, item)),
    };

    /// <summary>The item at a place; negative places count from the end. False where there is none.</summary>
    public static bool TryItem(object? value, long place, out object? item)
    {
        item = null;
        if (value is not (string or List<object?> or object?[])) return false;
        var items = Items(value);
        if (place < 0) place += items.Count;
        if (place < 0 || place >= items.Count) return false;
        item = items[(int)place];
        return true;
    }

    /// <summary>A slice.</summary>
    public static object Slice(object? value, object? start, object? stop, object? step, RenderBudget budget)
    {
        if (value is Undefined missing) throw missing.Error();
        if (value is not (string or List<object?> or object?[])) throw new TemplateException($"A {PythonText.TypeName(value)} can't be sliced.");
        var items = Items(value);
        budget.Spend(items.Count);
        object?[] chosen = [.. Places(items.Count, Bound(start), Bound(stop), Bound(step) ?? 1).Select(place => items[(int)place])];
        return value switch { string => string.Concat(chosen), List<object?> => chosen.ToList(), _ => chosen };
    }

    private static long? Bound(object? value) => value switch
    {
        null => null,
        Undefined missing => throw missing.Error(),
        _ => PythonOperators.Number(value) as long? ?? throw new TemplateException($"A slice needs whole numbers; it was given a {PythonText.TypeName(value)}."),
    };

    private static IEnumerable<long> Places(long count, long? start, long? stop, long step)
    {
        if (step == 0) throw new TemplateException("A slice can't have the step 0.");
        var (low, high) = step > 0 ? (0L, count) : (-1L, count - 1);
        var from = Clamp(start, count, low, high) ?? (step > 0 ? low : high);
        var to = Clamp(stop, count, low, high) ?? (step > 0 ? high : low);
        for (var place = from; step > 0 ? place < to : place > to; place += step)
        {
            yield return place;
            if (Math.Abs(step) > count) yield break;
        }
    }

    private static long? Clamp(long? bound, long count, long low, long high) =>
        bound is not { } place ? null : Math.Clamp(place < 0 ? Math.Max(place + count, low) : place, low, high);
}
