using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;

namespace Rollouts.Core.Verification;

/// <summary>Accepts an answer whose final answer equals the problem's; see <see cref="AnswerExtraction"/> and <see cref="AnswerEquality"/>.</summary>
public sealed class AnswerVerifier : IVerifier
{
    /// <inheritdoc/>
    public Verdict Judge(Problem problem, string answer, FinishReason finish)
    {
        if (string.IsNullOrWhiteSpace(problem.Answer))
            return new(VerdictKind.VerifierError, null, $"Problem {problem.Id} has no reference to compare with.");
        if (AnswerExtraction.Find(answer, finish) is { } found) return Compare(problem.Answer, found);
        return finish == FinishReason.Length
            ? new(VerdictKind.Truncated, null, "The length limit came before a final answer.")
            : new(VerdictKind.NoAnswer, null, "The text ends without a final answer.");
    }

    private static Verdict Compare(string reference, string found) => AnswerEquality.AreEqual(reference, found)
        ? new(VerdictKind.Correct, found, $"{Short(found)} equals the reference {Short(reference)}.")
        : new(VerdictKind.Wrong, found, $"{Short(found)} is not the reference {Short(reference)}.");

    private static string Short(string text) => text.Length <= 80 ? text : $"{text.AsSpan(0, 80)}…";
}
