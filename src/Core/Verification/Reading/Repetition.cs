namespace Rollouts.Core.Verification.Reading;

/// <summary>Digits that go on for ever: <c>0.1\overline{6}</c>, <c>0.1666…</c>.</summary>
internal static class Repetition
{
    private const int LongestPeriod = 6;

    private static readonly string[] Marks = ["\\overline{", "\\bar{", "\\dot{"];
    private static readonly string[] Ellipses = ["...", "…", "\\ldots", "\\dots", "\\cdots"];

    /// <summary>Takes the mark behind a fraction off the front of a text.</summary>
    /// <param name="fraction">The digits behind the point with the point, or empty.</param>
    /// <returns>The repeating digits in parentheses; empty where nothing repeats.</returns>
    public static string Take(ReadOnlySpan<char> text, ReadOnlySpan<char> fraction, out int length)
    {
        length = 0;
        if (Ellipsis(text) is > 0 and var dots && Period(fraction) is { Length: > 0 } period)
        {
            length = dots;
            return $"({period})";
        }

        var rest = !fraction.IsEmpty ? text.TrimStart(' ') : text.StartsWith(".") ? text[1..] : default;
        foreach (var mark in Marks)
        {
            if (!rest.StartsWith(mark)) continue;
            var digits = rest[mark.Length..].IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0 || rest[mark.Length + digits] != '}') continue;
            length = text.Length - rest.Length + mark.Length + digits + 1;
            return $"({rest.Slice(mark.Length, digits)})";
        }

        return "";
    }

    private static int Ellipsis(ReadOnlySpan<char> text)
    {
        foreach (var dots in Ellipses)
            if (text.StartsWith(dots)) return dots.Length;
        return 0;
    }

    // One digit must be seen three times, more of them twice.
    private static string Period(ReadOnlySpan<char> fraction)
    {
        for (var period = 1; period <= LongestPeriod; period++)
        {
            var length = period * (period == 1 ? 3 : 2);
            if (fraction.Length <= length) return "";
            var tail = fraction[^length..];
            if (tail[period..].SequenceEqual(tail[..^period])) return tail[..period].ToString();
        }

        return "";
    }
}
