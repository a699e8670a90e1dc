using Rollouts.Core.Rollouts;
using Rollouts.Core.Verification.Extraction;
using Rollouts.Core.Verification.Reading;

namespace Rollouts.Core.Verification;

/// <summary>Finds the final answer in a text.</summary>
/// <remarks>
/// Of the marked forms <c>#### 42</c>, <c>\boxed{42}</c> and <c>&lt;answer&gt;42&lt;/answer&gt;</c> the last one in the text counts. A marked answer
/// that is empty or never closed is no answer; what the text says elsewhere is not taken instead. Without a mark it is what
/// follows <c>the answer is</c>, else the last formula or number. Where the length limit cut the text off, only an answer
/// that is certainly whole counts. The last 100,000 characters are searched, and an answer has at most 2,000.
/// </remarks>
public static class AnswerExtraction
{
    private const int LongestText = 100_000;

    /// <summary>The final answer, trimmed, or null where there is none.</summary>
    public static string? Find(string text, FinishReason finish = FinishReason.Stop) => Short(Locate(text, finish));

    /// <summary>The content of the last <c>\boxed{…}</c> or <c>\fbox{…}</c>, or null where there is none.</summary>
    public static string? FindBoxed(string text) => Short(MarkedAnswer.Boxed(text, out _));

    /// <summary>What follows the last <c>####</c> on its line, or null where there is none.</summary>
    public static string? FindAfterHashes(string text) => Short(MarkedAnswer.AfterHashes(text, out _));

    /// <summary>The final answer with how it was found; null where there is none. It can be too long to be read.</summary>
    internal static FoundAnswer? Locate(string text, FinishReason finish)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tail = text.Length > LongestText ? text[^LongestText..] : text;
        var found = LocateMarked(tail) ?? (finish == FinishReason.Length ? null : UnmarkedAnswer.Spoken(tail) ?? UnmarkedAnswer.Last(tail));
        return found is null || found.Text.Length == 0 || finish == FinishReason.Length && !found.IsClosed ? null : found;
    }

    /// <summary>The answer behind the last mark in the text; null where it has no mark.</summary>
    internal static FoundAnswer? LocateMarked(string text)
    {
        var hashes = MarkedAnswer.AfterHashes(text, out var hashesPlace);
        var boxed = MarkedAnswer.Boxed(text, out var boxedPlace);
        var tagged = MarkedAnswer.Tagged(text, out var taggedPlace);
        if (hashes is null) hashesPlace = -1;
        var last = Math.Max(hashesPlace, Math.Max(boxedPlace, taggedPlace));
        if (last < 0) return null;
        return last == hashesPlace ? hashes : last == boxedPlace ? boxed : tagged;
    }

    private static string? Short(FoundAnswer? found) => found is { Text.Length: > 0 and <= AnswerReader.LongestAnswer } ? found.Text : null;
}
