using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Verification.Equality;
using Rollouts.Core.Verification.Reading;

namespace Rollouts.Core.Verification;

/// <summary>Accepts an answer whose final answer equals the problem's; see <see cref="AnswerExtraction"/> and <see cref="AnswerEquality"/>.</summary>
public sealed class AnswerVerifier : IVerifier
{
    private const string NoReference = "There is no reference to compare with.";

    /// <inheritdoc/>
    public Verdict Judge(Problem problem, string answer, FinishReason finish) => string.IsNullOrWhiteSpace(problem.Answer)
        ? new(VerdictKind.VerifierError, null, $"Problem {problem.Id} has no reference to compare with.")
        : ExplainResponse(problem.Answer, answer, finish).Verdict;

    /// <summary>Judges a whole text step by step.</summary>
    /// <param name="reference">The answer that the data set gives.</param>
    /// <param name="response">What the policy wrote.</param>
    /// <param name="finish">Why the text ended.</param>
    public static VerdictExplanation ExplainResponse(string reference, string response, FinishReason finish = FinishReason.Stop)
    {
        if (AnswerExtraction.Locate(response, finish) is { } found)
            return Explain(reference, found.Text, $"Found the answer {found.Place}: {Short(found.Text)}");
        Verdict verdict = finish == FinishReason.Length
            ? new(VerdictKind.Truncated, null, "The length limit came before a final answer.")
            : new(VerdictKind.NoAnswer, null, "The text ends without a final answer.");
        return new(verdict, ["Looked for an answer and found none.", verdict.Reason]);
    }

    /// <summary>Judges an answer without a text around it, step by step.</summary>
    /// <param name="reference">The answer that the data set gives.</param>
    /// <param name="answer">The answer alone; where it holds a mark such as <c>\boxed{…}</c>, what the mark holds.</param>
    public static VerdictExplanation ExplainAnswer(string reference, string answer)
    {
        if (string.IsNullOrWhiteSpace(answer)) return new(new(VerdictKind.NoAnswer, null, "The answer is empty."), ["The answer is empty."]);
        var marked = AnswerExtraction.LocateMarked(answer);
        return marked is { Text.Length: > 0 }
            ? Explain(reference, marked.Text, $"Found the answer {marked.Place}: {Short(marked.Text)}")
            : Explain(reference, answer.Trim(), $"Took the answer as it is: {Short(answer.Trim())}");
    }

    private static VerdictExplanation Explain(string reference, string found, string step)
    {
        if (string.IsNullOrWhiteSpace(reference))
            return new(new(VerdictKind.VerifierError, null, NoReference), [step, NoReference]);
        if (found.Length > AnswerReader.LongestAnswer)
        {
            var reason = $"The answer has {found.Length} characters; at most {AnswerReader.LongestAnswer} are read.";
            return new(new(VerdictKind.Unparsable, null, reason), [step, reason]);
        }

        var comparison = AnswerComparison.Of(reference, found);
        var verdict = Conclude(comparison, reference, found);
        return new(verdict, [step, Described("reference", comparison.Reference), Described("answer", comparison.Answer), verdict.Reason]);
    }

    private static Verdict Conclude(AnswerComparison comparison, string reference, string found)
    {
        if (comparison.AreEqual) return new(VerdictKind.Correct, found, $"{Short(found)} equals the reference {Short(reference)}: {comparison.Reason}.");
        var kind = comparison.Answer.IsReadable ? VerdictKind.Wrong : VerdictKind.Unparsable;
        return new(kind, found, $"{Short(found)} is not the reference {Short(reference)}: {comparison.Reason}.");
    }

    private static string Described(string what, AnswerReading reading) => reading.IsReadable
        ? $"Read the {what} as {string.Join(", or as ", reading.Values)}."
        : $"Could not read the {what}: {reading.Problem}.";

    private static string Short(string text) => text.Length <= 80 ? text : $"{text.AsSpan(0, 80)}…";
}
