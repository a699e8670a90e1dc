using Rollouts.Core.Rollouts;

namespace Rollouts.Core.Verification;

/// <summary>Finds the final answer in a text.</summary>
/// <remarks>
/// Forms are tried in this order, and of a form the last one counts: <c>#### 42</c>, <c>\boxed{42}</c>,
/// <c>&lt;answer&gt;42&lt;/answer&gt;</c>, <c>the answer is 42</c>, the last number. A marked answer that is empty or never closed
/// is no answer; what the text says elsewhere is not taken instead. Where the length limit cut the text off, only an answer
/// that is certainly whole counts. The last 100,000 characters are searched, and an answer has at most 2,000.
/// </remarks>
public static class AnswerExtraction
{
    private const int LongestText = 100_000;
    private const int LongestAnswer = 2_000;

    private delegate bool Form(ReadOnlySpan<char> text, out ReadOnlySpan<char> answer);

    private static readonly Form[] WholeForms = [AfterHashes, Boxed, Tagged, Spoken, LastNumber];
    private static readonly Form[] CutForms = [ClosedAfterHashes, Boxed, Tagged];

    /// <summary>The final answer, trimmed, or null where there is none.</summary>
    public static string? Find(string text, FinishReason finish = FinishReason.Stop)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tail = text.AsSpan(Math.Max(0, text.Length - LongestText));
        foreach (var form in finish == FinishReason.Length ? CutForms : WholeForms)
        {
            if (form(tail, out var answer)) return Trimmed(answer);
        }

        return null;
    }

    /// <summary>The content of the last <c>\boxed{…}</c> or <c>\fbox{…}</c>, or null where there is none.</summary>
    public static string? FindBoxed(string text) => Boxed(text, out var answer) ? Trimmed(answer) : null;

    /// <summary>What follows the last <c>####</c> on its line, or null where there is none.</summary>
    public static string? FindAfterHashes(string text) => AfterHashes(text, out var answer) ? Trimmed(answer) : null;

    private static string? Trimmed(ReadOnlySpan<char> answer)
    {
        answer = answer.Trim();
        return answer.IsEmpty || answer.Length > LongestAnswer ? null : answer.ToString();
    }

    private static bool AfterHashes(ReadOnlySpan<char> text, out ReadOnlySpan<char> answer)
    {
        var found = TryAfterLast(text, "####", StringComparison.Ordinal, out var rest);
        answer = FirstLine(rest);
        return found;
    }

    private static bool ClosedAfterHashes(ReadOnlySpan<char> text, out ReadOnlySpan<char> answer) =>
        AfterHashes(text, out answer) && !answer.IsEmpty && text.TrimEnd(" \t")[^1] is '\n' or '\r';

    private static bool Boxed(ReadOnlySpan<char> text, out ReadOnlySpan<char> answer)
    {
        answer = default;
        var place = Math.Max(text.LastIndexOf(@"\boxed"), text.LastIndexOf(@"\fbox"));
        if (place < 0) return false;
        var rest = text[(place + 1)..].TrimStart("fboxed").TrimStart();
        answer = rest.StartsWith("{") ? InBraces(rest) : UpTo(rest, "$ \n"); // "\boxed 5" is how some solutions write it
        return true;
    }

    private static bool Tagged(ReadOnlySpan<char> text, out ReadOnlySpan<char> answer)
    {
        answer = default;
        if (!TryAfterLast(text, "<answer>", StringComparison.OrdinalIgnoreCase, out var rest)) return false;
        var end = rest.IndexOf("</answer>", StringComparison.OrdinalIgnoreCase);
        if (end >= 0) answer = rest[..end];
        return true;
    }

    private static bool Spoken(ReadOnlySpan<char> text, out ReadOnlySpan<char> answer)
    {
        answer = default;
        if (!TryAfterLast(text, "answer is", StringComparison.OrdinalIgnoreCase, out var rest)) return false;
        answer = FirstLine(rest.TrimStart(": "));
        if (answer.IndexOf(". ") is >= 0 and var end) answer = answer[..end];
        return true;
    }

    private static bool LastNumber(ReadOnlySpan<char> text, out ReadOnlySpan<char> answer)
    {
        answer = default;
        var last = text.LastIndexOfAnyInRange('0', '9');
        if (last < 0) return false;
        var first = NumberStart(text, last);
        answer = text[first..(last + (text[(last + 1)..].StartsWith("%") ? 2 : 1))];
        return true;
    }

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

    private static bool TryAfterLast(ReadOnlySpan<char> text, string mark, StringComparison comparison, out ReadOnlySpan<char> rest)
    {
        var place = text.LastIndexOf(mark, comparison);
        rest = place < 0 ? default : text[(place + mark.Length)..];
        return place >= 0;
    }

    private static ReadOnlySpan<char> InBraces(ReadOnlySpan<char> text)
    {
        var depth = 0;
        for (var place = 0; place < text.Length; place++)
        {
            if (text[place] == '\\') place++;
            else if (text[place] == '{') depth++;
            else if (text[place] == '}' && --depth == 0) return text[1..place];
        }

        return default;
    }

    private static ReadOnlySpan<char> FirstLine(ReadOnlySpan<char> text) => UpTo(text.TrimStart(" \t"), "\r\n");

    private static ReadOnlySpan<char> UpTo(ReadOnlySpan<char> text, string ends) => text.IndexOfAny(ends) is >= 0 and var end ? text[..end] : text;
}
