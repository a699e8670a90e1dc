using Rollouts.Core.Benchmarks;

namespace Rollouts.Core.Tests.Benchmarks;

public sealed class BenchmarkTallyTests
{
    private static readonly BenchmarkConditions Conditions = new("set", "a", "b", "c", 0, 64, 1, 1, 0);

    [Fact]
    public void Shares_are_means_over_problems()
    {
        var report = BenchmarkTally.Report(
            Conditions,
            [
                .. Answers.Of("p1", "+", AnswerKind.Greedy, "Algebra", "Level 1"), .. Answers.Of("p1", "+ + 3 -", AnswerKind.Sampled, "Algebra", "Level 1"),
                .. Answers.Of("p2", "3", AnswerKind.Greedy, "Geometry", "Level 1"), .. Answers.Of("p2", "3 3 + 4", AnswerKind.Sampled, "Geometry", "Level 1"),
            ],
            (one, other) => one == other);
        Assert.Equal((2, 4, 0.5, 0.375), (report.Problems, report.Samples, report.Greedy.Value, report.Sampled.Value));
        Assert.Equal([1, 2, 4], report.PassAt.Keys);
        Assert.Equal((1 - 1.0 / 6 + 0.5) / 2, report.PassAt[2].Value, 12); // 1 - C(2,2)/C(4,2) and 1 - C(3,2)/C(4,2)
        Assert.Equal((1, 0.5, 0.375), (report.PassAt[4].Value, report.MajorityAt[4].Value, report.MajorityAt[1].Value));
        Assert.Equal(["Algebra", "Geometry", "Level 1"], report.Tags.Select(tag => tag.Tag));
        Assert.Equal((2, 0.5), (report.Tags[2].Problems, report.Tags[2].Greedy.Value));
        Assert.Equal(("correct", 4), (report.Verdicts.First().Key, report.Verdicts["correct"]));
    }

    [Fact]
    public void What_got_no_verdict_is_in_no_share()
    {
        var report = BenchmarkTally.Report(Conditions, [.. Answers.Of("p1", "! + 3"), .. Answers.Of("p2", "! ! !")], (one, other) => one == other);
        Assert.Equal((0.5, 1), (report.Sampled.Value, report.Sampled.Problems));
        Assert.Equal(4, report.Verdicts["verifier_error"]);
        Assert.Equal(0, report.PassAt[3].Problems);
    }
}
