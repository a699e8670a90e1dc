using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Tokenization;
using Rollouts.Core.Verification;

namespace Rollouts.Bench.Orchestration;

/// <summary>As many problems as wanted, judged at once, half of the answers right.</summary>
internal sealed class ScriptedProblems : IVerifier
{
    private int _judgedCount;

    public static ITokenizer Tokenizer { get; } = new CharacterTokenizer("0123456789?y");

    public static ProblemSet Of(int count) => new("scripted", [.. Enumerable.Range(0, count).Select(Make)], [], new ScriptedProblems());

    public Verdict Judge(Problem problem, string answer, FinishReason finish) => Interlocked.Increment(ref _judgedCount) % 2 == 0
        ? new(VerdictKind.Correct, "y", "Every other answer is right.")
        : new(VerdictKind.Wrong, "n", "Every other answer is wrong.");

    private static Problem Make(int index) => new(new(FormattableString.Invariant($"scripted/{index}")), FormattableString.Invariant($"{index}?"), ["1", "2", "3", "4"], "y", []);
}
