namespace Rollouts.Core.Verification.Extraction;

/// <summary>Finds answers behind marks: <c>####</c>, <c>\boxed</c>, <c>&lt;answer&gt;</c>.</summary>
internal static class MarkedAnswer
{
    private const int MostBoxes = 20;

    private static readonly string[] Headings =
        ["final", "answer", "solution", "step", "conclusion", "result", "summary", "explanation", "calculation", "verification", "part"];

    private static readonly string[] Joints = ["$", @"\text{", @"\quad", @"\(", @"\)", "{", "}", @"\ ", " ", "\n", "*"];

    /// <summary>What follows the last <c>####</c> on its line; null where there is none, or where it is a heading.</summary>
    public static FoundAnswer? AfterHashes(string text, out int place)
    {
        place = text.LastIndexOf("####", StringComparison.Ordinal);
        if (place < 0) return null;
        var rest = text.AsSpan(place + 4);
        var line = UpTo(rest.TrimStart(" \t"), "\r\n").Trim();
        return IsHeading(line) ? null : new(line.ToString(), AnswerForm.Hashes, text.AsSpan().TrimEnd(" \t")[^1] is '\n' or '\r' && !line.IsEmpty);
    }

    /// <summary>The content of the last <c>\boxed{…}</c> or <c>\fbox{…}</c>, and of those before it that only commas, "and" or "or" part from it.</summary>
    public static FoundAnswer? Boxed(string text, out int place)
    {
        place = LastBox(text);
        if (place < 0) return null;
        var answer = BoxAt(text, place, out _);
        var first = place;
        for (var count = 1; count < MostBoxes && answer.Length > 0; count++)
        {
            var before = LastBox(text[..first]);
            if (before < 0 || BoxAt(text, before, out var end) is not { Length: > 0 } other) break;
            if (end > first || !IsJoint(text.AsSpan(end, first - end))) break;
            (answer, first) = ($"{other}, {answer}", before);
        }

        return new(answer, AnswerForm.Boxed, answer.Length > 0);
    }

    /// <summary>What the last answer tag holds.</summary>
    public static FoundAnswer? Tagged(string text, out int place)
    {
        place = text.LastIndexOf("<answer>", StringComparison.OrdinalIgnoreCase);
        if (place < 0) return null;
        var rest = text.AsSpan(place + "<answer>".Length);
        var end = rest.IndexOf("</answer>", StringComparison.OrdinalIgnoreCase);
        return new(end < 0 ? "" : rest[..end].Trim().ToString(), AnswerForm.Tagged, end >= 0);
    }

    private static int LastBox(string text) =>
        Math.Max(text.LastIndexOf(@"\boxed", StringComparison.Ordinal), text.LastIndexOf(@"\fbox", StringComparison.Ordinal));

    private static string BoxAt(string text, int place, out int end)
    {
        var rest = text.AsSpan(place + 1).TrimStart("fboxed").TrimStart();
        var inner = rest.StartsWith("{") ? InBraces(rest) : UpTo(rest, "$ \n"); // "\boxed 5" is how some solutions write it
        end = text.Length - rest.Length + inner.Length + (rest.StartsWith("{") ? 2 : 0);
        return inner.Trim().ToString();
    }

    private static bool IsJoint(ReadOnlySpan<char> between)
    {
        if (between.Length > 60) return false;
        var words = between.ToString();
        foreach (var joint in Joints) words = words.Replace(joint, "", StringComparison.Ordinal);
        if (words is [.., var letter, '='] && char.IsAsciiLetter(letter)) words = words[..^2]; // "or x ="
        return words is "," or "and" or "or" or ",and" or ",or" or ";";
    }

    // Long answers begin sections with "#### Final answer"; a line that only announces something is no answer.
    private static bool IsHeading(ReadOnlySpan<char> line)
    {
        var words = line.Trim("*# :");
        var first = UpTo(words, " :.").ToString();
        if (!Array.Exists(Headings, heading => heading.Equals(first, StringComparison.OrdinalIgnoreCase))) return false;
        return words.IndexOf(':') < 0 || first.Equals("step", StringComparison.OrdinalIgnoreCase);
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

    private static ReadOnlySpan<char> UpTo(ReadOnlySpan<char> text, ReadOnlySpan<char> ends) =>
        text.IndexOfAny(ends) is >= 0 and var end ? text[..end] : text;
}
