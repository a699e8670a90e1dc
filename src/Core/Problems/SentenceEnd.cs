namespace Rollouts.Core.Problems;

/// <summary>Where a sentence ends: at <c>.</c>, <c>!</c> or <c>?</c> with white space behind it and what may begin a sentence after that.
/// Abbreviations, initials, decimals and the numbers of a list end none.</summary>
internal static class SentenceEnd
{
    private const string Closers = "\"')]}$*”’»";

    private static readonly HashSet<string> Abbreviations = new(
        [
            "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "e.g", "i.e", "cf", "viz", "approx", "resp", "no", "nos", "fig", "figs", "eq", "eqs",
            "thm", "prop", "cor", "def", "sec", "ch", "ex", "vol", "p", "pp", "ca", "al", "w.l.o.g", "w.r.t", "s.t",
        ], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a sentence ends right before a place that holds no white space.</summary>
    public static bool IsBefore(string text, int place)
    {
        if (place == 0) return false;
        if (text[place - 1] is '。' or '！' or '？') return true;
        if (!char.IsWhiteSpace(text[place - 1])) return false;
        var end = text.AsSpan(0, place).TrimEnd();
        if (end.EndsWith("。") || end.EndsWith("！") || end.EndsWith("？")) return true;
        var before = WithoutClosers(end);
        if (before.IsEmpty || before[^1] is not ('.' or '!' or '?') || !MayBegin(text, place, before)) return false;
        return before[^1] != '.' || before.Length < end.Length || !IsNoEnd(before[..^1]);
    }

    private static ReadOnlySpan<char> WithoutClosers(ReadOnlySpan<char> text)
    {
        var before = text;
        while (!before.IsEmpty && (Closers.Contains(before[^1]) || before[^1] == '\\')) before = before[..^1];
        return before;
    }

    private static bool MayBegin(string text, int place, ReadOnlySpan<char> before) => text[place] switch
    {
        '$' or '\\' or '(' or '[' or '"' or '“' or '‘' or '*' => true,
        var digit when char.IsAsciiDigit(digit) => before.Length > 1 && !char.IsAsciiDigit(before[^2]),
        var letter => char.IsUpper(letter) || char.GetUnicodeCategory(letter) == System.Globalization.UnicodeCategory.OtherLetter,
    };

    // What stands before the full stop decides: an abbreviation, a number that begins a line, or an initial of a name.
    private static bool IsNoEnd(ReadOnlySpan<char> before)
    {
        var word = LastWord(before, out var lead);
        if (IsAbbreviation(word)) return true;
        var startsLine = lead.IsEmpty || lead[^1] == '\n';
        var isNumber = !word.IsEmpty && !word.ContainsAnyExceptInRange('0', '9');
        return startsLine && isNumber || IsInitial(word) && (startsLine || IsName(lead));
    }

    // Another initial or a title comes before: "J. R. Smith", "Dr. A. Jones".
    private static bool IsName(ReadOnlySpan<char> lead)
    {
        if (lead[^1] != '.') return false;
        var word = LastWord(lead[..^1], out _);
        return IsInitial(word) || IsAbbreviation(word);
    }

    private static ReadOnlySpan<char> LastWord(ReadOnlySpan<char> text, out ReadOnlySpan<char> lead)
    {
        var start = text.LastIndexOfAny(" \t\r\n(") + 1;
        lead = text[..start].TrimEnd(" \t");
        return text[start..].TrimStart("\"'“‘");
    }

    private static bool IsAbbreviation(ReadOnlySpan<char> word) => Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    private static bool IsInitial(ReadOnlySpan<char> word) => word.Length == 1 && char.IsUpper(word[0]);
}
