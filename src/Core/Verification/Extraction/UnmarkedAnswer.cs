namespace Rollouts.Core.Verification.Extraction;

/// <summary>Finds answers in prose: "the answer is 42", the last formula, the last number.</summary>
internal static class UnmarkedAnswer
{
    private const int LongestFormula = 300;

    private static readonly string[] Announcements = ["answer is", "answers are", "option is", "choice is", "answer:", "answer :", "answer**:", "answer:**"];
    private static readonly string[] Asides = [". ", " because ", " since ", ", because ", ", since ", ", where ", ", which ", ", so ", " (since", " (because"];
    private static readonly (string Open, string Close)[] Fences = [("$$", "$$"), ("$", "$"), (@"\(", @"\)"), (@"\[", @"\]")];

    /// <summary>What follows the last "the answer is" or "Answer:".</summary>
    public static FoundAnswer? Spoken(string text)
    {
        var start = Announcements.Max(announcement => EndOfLast(text, announcement));
        if (start < 0) return null;
        var rest = text.AsSpan(start).TrimStart(": *\t\r\n");
        if (Fenced(rest) is { Length: > 0 } formula) return new(formula, AnswerForm.Spoken, false);
        var line = UpTo(rest, "\r\n");
        if (EndOfBold(line) is > 0 and var bold) line = line[..bold];
        foreach (var aside in Asides)
            if (line.IndexOf(aside) is >= 0 and var end) line = line[..end];
        return new(line.Trim().TrimEnd('!').Trim().ToString(), AnswerForm.Spoken, false);
    }

    // "**42** apples"; "2**3" is a power.
    private static int EndOfBold(ReadOnlySpan<char> line)
    {
        var place = line.IndexOf("**");
        if (place <= 0 || line[place - 1] == ' ') return -1;
        return place + 2 == line.Length || !char.IsLetterOrDigit(line[place + 2]) && line[place + 2] != '(' ? place : -1;
    }

    private static int EndOfLast(string text, string announcement) =>
        text.LastIndexOf(announcement, StringComparison.OrdinalIgnoreCase) is >= 0 and var place ? place + announcement.Length : -1;

    /// <summary>The last formula between dollar signs or LaTeX brackets, if no number follows it; else the last number.</summary>
    public static FoundAnswer? Last(string text)
    {
        var digit = text.AsSpan().LastIndexOfAnyInRange('0', '9');
        if (LastFormula(text) is var (formula, end) && end > digit) return new(formula, AnswerForm.LastFormula, false);
        if (digit < 0) return null;
        var first = Alternatives.FirstValue(text, NumberStart(text, digit), before => NumberStart(before, before.Length - 1));
        var length = digit + 1 - first + (text.AsSpan(digit + 1).StartsWith("%") ? 1 : 0);
        return new(text.Substring(first, length), AnswerForm.LastNumber, false);
    }

    // "$3$, $4$ and $5$" is one answer of three parts.
    private static string Fenced(ReadOnlySpan<char> text)
    {
        foreach (var (open, close) in Fences)
        {
            if (!text.StartsWith(open)) continue;
            var length = FenceLength(text, open, close);
            if (length == 0) return "";
            while (NextFence(text[length..], open, close) is > 0 and var more) length += more;
            return text[..length].ToString();
        }

        return "";
    }

    private static int FenceLength(ReadOnlySpan<char> text, string open, string close) =>
        text[open.Length..].IndexOf(close) is > 0 and var end && end <= LongestFormula ? open.Length + end + close.Length : 0;

    private static int NextFence(ReadOnlySpan<char> text, string open, string close)
    {
        var rest = text.TrimStart(", ");
        if (rest.StartsWith("and ") || rest.StartsWith("or ")) rest = rest[(rest.IndexOf(' ') + 1)..].TrimStart();
        if (rest.Length == text.Length || !rest.StartsWith(open) || FenceLength(rest, open, close) is not (> 0 and var length)) return 0;
        return text.Length - rest.Length + length;
    }

    private static (string Formula, int End)? LastFormula(string text)
    {
        (string Formula, int End)? last = null;
        foreach (var (open, close) in Fences)
        {
            var end = text.LastIndexOf(close, StringComparison.Ordinal);
            var start = end <= 0 ? -1 : text.LastIndexOf(open, end - 1, StringComparison.Ordinal);
            if (start < 0 || end - start > LongestFormula || last is not null && last.Value.End >= end) continue;
            var formula = text[(start + open.Length)..end].Trim();
            if (formula.Length == 0 || HasProse(formula)) continue;
            var first = FirstFormula(text, start, open, close);
            last = (first == start ? formula : text[first..(end + close.Length)], end);
        }

        return last;
    }

    // "$x = 5$ or $x = -3$"
    private static int FirstFormula(string text, int start, string open, string close)
    {
        for (var first = start; ;)
        {
            var before = Alternatives.WithoutJoint(text.AsSpan(0, first), mayBeComma: first < start);
            var end = before.Length - close.Length;
            if (before.Length == first || end <= 0 || !before.EndsWith(close)) return first;
            var other = text.LastIndexOf(open, end - 1, StringComparison.Ordinal);
            if (other < 0 || end - other > LongestFormula || HasProse(text[(other + open.Length)..end])) return first;
            first = other;
        }
    }

    // Between two prices in dollars stands prose.
    private static bool HasProse(string formula) => formula.Split(' ').Any(word => word == "or" || word.Length > 2 && word.All(char.IsAsciiLetter));

    private static int NumberStart(ReadOnlySpan<char> text, int place)
    {
        for (var digitCount = 1; place > 0; place--)
        {
            var before = text[place - 1];
            var joins = place > 1 && char.IsAsciiDigit(text[place - 2]);
            if (char.IsAsciiDigit(before)) digitCount++;
            else if (before == '.' || before == '/' && joins || before == ',' && joins && digitCount == 3) digitCount = 0;
            else break;
        }

        var sign = place > 0 && text[place - 1] == '$' ? place - 2 : place - 1;
        return IsSign(text, sign) ? sign : place;
    }

    // A minus is a sign unless a value stands right before it: "5-3" ends in 3, "5 = -3" in -3.
    private static bool IsSign(ReadOnlySpan<char> text, int place)
    {
        if (place < 0 || text[place] is not ('-' or '−')) return false;
        return place == 0 || !(char.IsLetterOrDigit(text[place - 1]) || text[place - 1] is ')' or '}' or ']');
    }

    private static ReadOnlySpan<char> UpTo(ReadOnlySpan<char> text, string ends) => text.IndexOfAny(ends) is >= 0 and var end ? text[..end] : text;
}
