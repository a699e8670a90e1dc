using System.Text;

namespace Rollouts.Core.Verification;

/// <summary>Takes off what dresses an answer and does not change it: currency and dollar signs, LaTeX spacing and fonts, a full stop.</summary>
internal static class AnswerText
{
    private static readonly (string From, string To)[] Spellings =
    [
        (@"\left", ""), (@"\right", ""), (@"\!", ""), (@"\,", ""), (@"\;", ""), (@"\:", ""), (@"\ ", " "), (@"\$", ""), (@"\%", "%"), ("{,}", ","),
        (@"\dfrac", @"\frac"), (@"\tfrac", @"\frac"), (@"\cfrac", @"\frac"), (@"\cdot", "*"), (@"\times", "*"), (@"\div", "/"),
        (@"^\circ", ""), (@"^{\circ}", ""), (@"\mathrm", @"\text"), (@"\textbf", @"\text"), (@"\mbox", @"\text"), (@"\(", ""), (@"\)", ""),
    ];

    /// <summary>The plain form that is compared as text and read as an expression.</summary>
    public static string Plain(string answer)
    {
        if (answer.AsSpan().ContainsAny('\\', '{'))
        {
            var text = new StringBuilder(answer);
            foreach (var (from, to) in Spellings) text.Replace(from, to);
            answer = WithoutText(text.ToString());
        }

        return WithoutDress(answer);
    }

    /// <summary>Whether two plain forms are the same text when white space does not count.</summary>
    public static bool AreSame(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (true)
        {
            left = left.TrimStart();
            right = right.TrimStart();
            if (left.IsEmpty || right.IsEmpty) return left.IsEmpty && right.IsEmpty;
            if (left[0] != right[0]) return false;
            left = left[1..];
            right = right[1..];
        }
    }

    /// <summary>"x = 5 apples" without "x =" and without the words behind the number; a single letter is no unit, nor is "pi".</summary>
    public static ReadOnlySpan<char> WithoutNameAndUnit(ReadOnlySpan<char> answer)
    {
        answer = answer[(answer.LastIndexOf('=') + 1)..].TrimEnd(" .,;!*");
        while (answer.LastIndexOf(' ') is > 0 and var space && IsUnit(answer[(space + 1)..])) answer = answer[..space].TrimEnd(" ,");
        return answer.Trim();
    }

    private static bool IsUnit(ReadOnlySpan<char> word)
    {
        if (word.Length < 2 || word is "pi" or "and" or "or") return false;
        foreach (var character in word)
        {
            if (!char.IsLetter(character) && character is not ('/' or '.' or ',')) return false;
        }

        return true;
    }

    private static string WithoutDress(string answer)
    {
        var text = new StringBuilder(answer.Length);
        foreach (var character in answer.AsSpan().Trim().TrimEnd('.').Trim("* "))
        {
            if (character is '$' or '€' or '£' or '¥') continue;
            text.Append(character switch { '−' or '–' => '-', '×' or '·' => '*', '÷' => '/', '\u00A0' => ' ', _ => character });
        }

        return text.ToString().Trim();
    }

    // "\text{East}" alone is the answer East; behind a number, "5\text{ cm}", it is a unit.
    private static string WithoutText(string answer)
    {
        while (answer.IndexOf(@"\text{", StringComparison.Ordinal) is >= 0 and var place)
        {
            var end = answer.IndexOf('}', place);
            if (end < 0) return answer;
            var isUnit = answer.AsSpan(0, place).IndexOfAnyInRange('0', '9') >= 0;
            answer = string.Concat(answer.AsSpan(0, place), isUnit ? "" : answer.AsSpan((place + 6)..end), answer.AsSpan(end + 1));
        }

        return answer;
    }
}
