using System.Text;

namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Texts as Python has them: sequences of Unicode scalars.</summary>
internal static class PythonStrings
{
    /// <summary>Whether Python's <c>str.isspace</c> and <c>strip</c> see white space.</summary>
    public static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\u001C' and <= '\u001F';

    /// <summary>Scalars.</summary>
    public static long Length(string text) => text.Length - text.Count(char.IsLowSurrogate);

    /// <summary>Each scalar as a text.</summary>
    public static IEnumerable<string> Scalars(string text)
    {
        foreach (var rune in text.EnumerateRunes()) yield return rune.ToString();
    }

    /// <summary>The order of two texts by their scalars.</summary>
    public static int Compare(string left, string right)
    {
        var (first, second) = (left.EnumerateRunes(), right.EnumerateRunes());
        while (true)
        {
            var (hasFirst, hasSecond) = (first.MoveNext(), second.MoveNext());
            if (!hasFirst || !hasSecond) return hasFirst.CompareTo(hasSecond);
            if (first.Current != second.Current) return first.Current.CompareTo(second.Current);
        }
    }

    /// <summary>Two texts in one.</summary>
    public static string Join(string left, string right, RenderBudget budget)
    {
        budget.SpendText((long)left.Length + right.Length);
        return left + right;
    }

    /// <summary>Takes characters of a set, or white space, from the ends.</summary>
    public static string Strip(string text, string? characters, bool isLeft, bool isRight)
    {
        var set = characters?.EnumerateRunes().ToHashSet();
        bool IsTaken(Rune rune) => set?.Contains(rune) ?? (rune.IsBmp && IsSpace((char)rune.Value));
        var (start, end) = (0, text.Length);
        while (isLeft && start < end && Rune.GetRuneAt(text, start) is var first && IsTaken(first)) start += first.Utf16SequenceLength;
        while (isRight && end > start && Rune.DecodeLastFromUtf16(text.AsSpan(0, end), out var last, out var length) == System.Buffers.OperationStatus.Done && IsTaken(last)) end -= length;
        return text[start..end];
    }

    /// <summary>Replaces a part, at most so many times; negative = everywhere.</summary>
    public static string Replace(string text, string old, string replacement, long count, RenderBudget budget)
    {
        if (old.Length == 0) return ReplaceEmpty(text, replacement, count, budget);
        var (result, place) = (new StringBuilder(), 0);
        for (; count != 0 && text.IndexOf(old, place, StringComparison.Ordinal) is >= 0 and var found; count--)
        {
            result.Append(text, place, found - place).Append(replacement);
            budget.SpendText(result.Length);
            place = found + old.Length;
        }

        budget.SpendText(text.Length);
        return result.Append(text, place, text.Length - place).ToString();
    }

    /// <summary>Makes the first letter large and the others small.</summary>
    public static string Capitalize(string text)
    {
        if (text.Length == 0) return text;
        var first = Rune.GetRuneAt(text, 0);
        return Rune.ToUpperInvariant(first) + Lower(text[first.Utf16SequenceLength..]);
    }

    /// <summary>Large letters.</summary>
    public static string Upper(string text) => text.Replace("ß", "SS", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>Small letters.</summary>
    public static string Lower(string text) => text.Replace("\u0130", "i\u0307", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Large letters at the beginning of words.</summary>
    public static string Title(string text)
    {
        var (result, isInside) = (new StringBuilder(text.Length), false);
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append((isInside ? Rune.ToLowerInvariant(rune) : Rune.ToUpperInvariant(rune)).ToString());
            isInside = Rune.IsLetter(rune);
        }

        return result.ToString();
    }

    private static string ReplaceEmpty(string text, string replacement, long count, RenderBudget budget)
    {
        var result = new StringBuilder();
        foreach (var scalar in Scalars(text))
        {
            if (count-- != 0) result.Append(replacement);
            else count = 0;
            result.Append(scalar);
            budget.SpendText(result.Length);
        }

        return count != 0 ? result.Append(replacement).ToString() : result.ToString();
    }
}
