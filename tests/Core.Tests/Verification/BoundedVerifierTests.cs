using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Verification;

namespace Rollouts.Core.Tests.Verification;

public sealed class BoundedVerifierTests
{
    private static readonly Problem Problem = new(new("case/1"), "?", ["5"], "5", []);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Verdicts_pass_through()
    {
        using var verifier = new BoundedVerifier(new AnswerVerifier(), Patience, TimeProvider.System, threadCount: 2);
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => JudgeAsync(verifier, $"#### {number}")));
        Assert.Equal(VerdictKind.Correct, verdicts[5].Kind);
        Assert.Equal(199, verdicts.Count(verdict => verdict.Kind == VerdictKind.Wrong));
    }

    [Fact]
    public async Task A_verifier_that_throws_gives_an_error_with_its_reason_and_no_reward()
    {
        using var verifier = new BoundedVerifier(new Scripted(_ => throw new FormatException("no sense in it")), Patience, TimeProvider.System);
        var verdict = await JudgeAsync(verifier, "5");
        Assert.Equal(VerdictKind.VerifierError, verdict.Kind);
        Assert.Null(verdict.Reward);
        Assert.Contains("FormatException: no sense in it", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal(0, verifier.HungCount);
    }

    [Fact]
    public async Task A_verifier_that_hangs_gives_an_error_and_the_next_answer_is_judged()
    {
        using var gate = new ManualResetEventSlim();
        using var verifier = new BoundedVerifier(
            new Scripted(answer => { if (answer == "hang") gate.Wait(); }), TimeSpan.FromMilliseconds(100), TimeProvider.System);
        var (hung, next) = (JudgeAsync(verifier, "hang"), JudgeAsync(verifier, "5"));
        var verdict = await hung;
        Assert.Equal(VerdictKind.VerifierError, verdict.Kind);
        Assert.Contains("case/1 within 0.1 s", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal(VerdictKind.Correct, (await next).Kind);
        Assert.Equal(1, verifier.HungCount);
        gate.Set();
        Assert.Equal(VerdictKind.Correct, (await JudgeAsync(verifier, "5")).Kind);
    }

    [Fact]
    public async Task A_verifier_that_always_hangs_is_given_up()
    {
        using var gate = new ManualResetEventSlim();
        using var verifier = new BoundedVerifier(new Scripted(_ => gate.Wait()), TimeSpan.FromMilliseconds(5), TimeProvider.System, threadCount: 4);
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => JudgeAsync(verifier, "hang")));
        Assert.All(verdicts, verdict => Assert.Equal(VerdictKind.VerifierError, verdict.Kind));
        Assert.Contains("needs to be repaired", (await JudgeAsync(verifier, "hang")).Reason, StringComparison.Ordinal);
        Assert.InRange(verifier.HungCount, BoundedVerifier.MaximumHungCount, BoundedVerifier.MaximumHungCount + 4);
        gate.Set();
    }

    private static Task<Verdict> JudgeAsync(BoundedVerifier verifier, string answer) =>
        verifier.JudgeAsync(Problem, answer, FinishReason.Stop, TestContext.Current.CancellationToken).WaitAsync(Patience);

    private sealed class Scripted(Action<string> script) : IVerifier
    {
        public Verdict Judge(Problem problem, string answer, FinishReason finish)
        {
            script(answer);
            return new(VerdictKind.Correct, answer, "It is as the script says.");
        }
    }
}
