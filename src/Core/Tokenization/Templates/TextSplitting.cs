namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Python's <c>split</c>, <c>rsplit</c>, <c>splitlines</c> and <c>partition</c>.</summary>
internal static class TextSplitting
{
    private const string LineEnds = "\n\v\f\x1C\x1D\x1E\u0085\u2028\u2029";

    /// <summary><c>text.split(separator, maxsplit)</c></summary>
    public static object? Split(CallArguments arguments) => Split(arguments, isFromRight: false);

    /// <summary><c>text.rsplit(separator, maxsplit)</c></summary>
    public static object? RightSplit(CallArguments arguments) => Split(arguments, isFromRight: true);

    /// <summary><c>text.splitlines(keepends)</c></summary>
    public static object? Lines(CallArguments arguments)
    {
        var values = arguments.Bind("splitlines", ("self", null), ("keepends", false));
        var (text, keepsEnds, lines, start) = ((string)values[0]!, PythonOperators.IsTrue(values[1]), new List<object?>(), 0);
        for (var place = 0; place < text.Length; place++)
        {
            if (text[place] != '\r' && !LineEnds.Contains(text[place])) continue;
            var end = text[place] == '\r' && place + 1 < text.Length && text[place + 1] == '\n' ? place + 2 : place + 1;
            lines.Add(text[start..(keepsEnds ? end : place)]);
            (start, place) = (end, end - 1);
        }

        if (start < text.Length) lines.Add(text[start..]);
        return lines;
    }

    /// <summary><c>text.partition(separator)</c>, from the left or from the right.</summary>
    public static TemplateFunction Partition(bool isLast) => arguments =>
    {
        var values = arguments.Bind("partition", ("self", null), ("sep", CallArguments.Required));
        var (text, separator) = ((string)values[0]!, Separator(values[1]));
        var place = isLast ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        if (place < 0) return isLast ? new object?[] { "", "", text } : [text, "", ""];
        return new object?[] { text[..place], separator, text[(place + separator.Length)..] };
    };

    private static List<object?> Split(CallArguments arguments, bool isFromRight)
    {
        var values = arguments.Bind("split", ("self", null), ("sep", null), ("maxsplit", -1L));
        var (text, limit) = ((string)values[0]!, PythonOperators.Number(values[2]) as long? ?? throw new TemplateException("split needs a whole number as its limit."));
        arguments.Budget.Spend(text.Length);
        var cuts = values[1] is null ? Spaces(text) : Separators(text, Separator(values[1]), isFromRight);
        var isLimited = limit >= 0 && limit < cuts.Count;
        if (isLimited) cuts = isFromRight ? cuts[^(int)limit..] : cuts[..(int)limit];
        var (parts, start) = (new List<object?>(cuts.Count + 1), 0);
        foreach (var (place, length) in cuts)
        {
            parts.Add(text[start..place]);
            start = place + length;
        }

        parts.Add(text[start..]);
        return values[1] is null ? Trimmed(parts, isLeft: !(isLimited && isFromRight), isRight: !isLimited || isFromRight) : parts;
    }

    private static string Separator(object? value) => value switch
    {
        string { Length: > 0 } separator => separator,
        Undefined missing => throw missing.Error(),
        _ => throw new TemplateException("A separator should be a text that is not empty."),
    };

    private static List<(int Place, int Length)> Separators(string text, string separator, bool isFromRight)
    {
        var cuts = new List<(int, int)>();
        if (!isFromRight)
        {
            for (var start = 0; text.AsSpan(start).IndexOf(separator, StringComparison.Ordinal) is >= 0 and var found; start += found + separator.Length)
                cuts.Add((start + found, separator.Length));
            return cuts;
        }

        for (var end = text.Length; text.AsSpan(0, end).LastIndexOf(separator, StringComparison.Ordinal) is >= 0 and var place; end = place)
            cuts.Add((place, separator.Length));
        cuts.Reverse();
        return cuts;
    }

    private static List<(int Place, int Length)> Spaces(string text)
    {
        var cuts = new List<(int, int)>();
        var trimmedEnd = PythonStrings.Strip(text, null, isLeft: false, isRight: true).Length;
        for (var place = text.Length - PythonStrings.Strip(text, null, isLeft: true, isRight: false).Length; place < trimmedEnd; place++)
        {
            var start = place;
            while (place < trimmedEnd && PythonStrings.IsSpace(text[place])) place++;
            if (place > start) cuts.Add((start, place - start));
        }

        return cuts;
    }

    // White space at the ends of the whole belongs to no part, but for the end where a limit left the parts together.
    private static List<object?> Trimmed(List<object?> parts, bool isLeft, bool isRight)
    {
        parts[0] = PythonStrings.Strip((string)parts[0]!, null, isLeft, isRight: isRight || parts.Count > 1);
        parts[^1] = PythonStrings.Strip((string)parts[^1]!, null, isLeft: isLeft || parts.Count > 1, isRight);
        return parts is [""] ? [] : parts;
    }
}
