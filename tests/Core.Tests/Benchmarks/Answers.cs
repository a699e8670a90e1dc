using Rollouts.Core.Benchmarks;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Verification;

namespace Rollouts.Core.Tests.Benchmarks;

/// <summary>Answers for tests, by a short notation.</summary>
internal static class Answers
{
    /// <summary>One answer a word: <c>+</c> is right, <c>-</c> has no final answer, <c>!</c> got no verdict, anything else is a wrong final answer.</summary>
    public static BenchmarkAnswer[] Of(string problem, string words, AnswerKind kind = AnswerKind.Sampled, params string[] tags) =>
        [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((word, index) => One(problem, word, index, kind, tags))];

    private static BenchmarkAnswer One(string problem, string word, int index, AnswerKind kind, string[] tags)
    {
        var verdict = word switch { "+" => VerdictKind.Correct, "-" => VerdictKind.NoAnswer, "!" => VerdictKind.VerifierError, _ => VerdictKind.Wrong };
        return new(problem, kind, index, tags, "7", verdict, word switch { "+" => "7", "-" or "!" => null, _ => word }, "Because.", FinishReason.Stop, 3, "text");
    }
}
