using Rollouts.Core.Rollouts;
using Rollouts.Core.Verification;

namespace Rollouts.Core.Benchmarks;

/// <summary>How an answer was drawn.</summary>
public enum AnswerKind
{
    /// <summary>At temperature 0; one a problem.</summary>
    Greedy,

    /// <summary>At the evaluation's temperature.</summary>
    Sampled,
}

/// <summary>One judged answer to a problem of a benchmark: a line of <c>answers.jsonl</c>.</summary>
/// <param name="Problem">Id of the problem.</param>
/// <param name="Kind">How it was drawn.</param>
/// <param name="Index">0-based place among the answers of its kind to the problem.</param>
/// <param name="Tags">The problem's subject and level.</param>
/// <param name="Reference">The right answer.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="Extracted">The final answer found in the text; null where there is none.</param>
/// <param name="Reason">Why the verdict is what it is.</param>
/// <param name="Finish">Why the text ended.</param>
/// <param name="Tokens">Tokens of the text.</param>
/// <param name="Text">What the policy wrote.</param>
public sealed record BenchmarkAnswer(
    string Problem, AnswerKind Kind, int Index, string[] Tags, string Reference, VerdictKind Verdict, string? Extracted, string Reason,
    FinishReason Finish, int Tokens, string Text)
{
    /// <summary>Whether it was judged right.</summary>
    public bool IsCorrect => Verdict == VerdictKind.Correct;

    /// <summary>Whether there is a verdict on the policy; the verifier's own failures are in no share.</summary>
    public bool IsJudged => Verdict != VerdictKind.VerifierError;
}
