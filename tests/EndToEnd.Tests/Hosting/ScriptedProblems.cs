using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Tokenization;
using Rollouts.Core.Verification;

namespace Rollouts.EndToEnd.Tests.Hosting;

/// <summary>Problems of four steps that are answered by a "y", and a judge that can be told to hang.</summary>
internal sealed class ScriptedProblems(Func<Problem, bool>? hangs = null) : IVerifier
{
    public const int TrainCount = 8, HeldOutCount = 4;

    public static ITokenizer Tokenizer { get; } = new CharacterTokenizer("0123456789abcdyn?");

    public ProblemSet Set => new("scripted", [.. Problems("train", TrainCount)], [.. Problems("test", HeldOutCount)], this);

    public Verdict Judge(Problem problem, string answer, FinishReason finish)
    {
        if (hangs?.Invoke(problem) == true) Thread.Sleep(Timeout.Infinite);
        return answer.EndsWith('y') ? new(VerdictKind.Correct, "y", "It ends with y.") : new(VerdictKind.Wrong, "n", "It does not end with y.");
    }

    private static IEnumerable<Problem> Problems(string split, int count) => Enumerable.Range(0, count).Select(
        index => new Problem(new($"scripted/{split}/{index}"), $"{index}?", ["a", "b", "c", "dy"], "y", []));
}
