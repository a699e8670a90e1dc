using CsCheck;
using Rollouts.Core.Runs;

namespace Rollouts.Core.Tests.Runs;

public sealed class PassAtKTests
{
    [Theory]
    [InlineData(10, 3, 1, 0.3)]
    [InlineData(10, 3, 5, 0.9166666667)]
    [InlineData(10, 0, 5, 0)]
    [InlineData(10, 6, 5, 1)]
    [InlineData(200, 1, 100, 0.5)]
    public void Known_values(int samples, int correct, int k, double expected) => Assert.Equal(expected, PassAtK.Estimate(samples, correct, k), 1e-9);

    [Fact]
    public void The_estimate_is_the_share_of_subsets_with_a_right_answer() => Gen.Select(Gen.Int[1, 10], Gen.Int[0, 10], Gen.Int[1, 10]).Sample((n, c, k) =>
    {
        if (c > n || k > n) return;
        var subsets = Enumerable.Range(0, 1 << n).Where(bits => int.PopCount(bits) == k).ToArray();
        Assert.Equal(subsets.Count(bits => (bits & ((1 << c) - 1)) != 0) / (double)subsets.Length, PassAtK.Estimate(n, c, k), 1e-12);
    }, seed: "0N0XIzNsQ0O2", iter: 300);

    [Fact]
    public void Impossible_counts_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PassAtK.Estimate(3, 1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => PassAtK.Estimate(3, 4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PassAtK.Estimate(3, 1, 0));
    }

    [Fact]
    public void One_answer_a_problem_gets_wilsons_interval()
    {
        var share = PassAtK.Over([.. Enumerable.Range(0, 10).Select(index => new ProblemTally(1, index < 3 ? 1 : 0))], 1);
        Assert.Equal((0.3, 10), (share.Value, share.Problems));
        Assert.Equal(0.1077913, share.Low, 1e-6);
        Assert.Equal(0.6032219, share.High, 1e-6);
    }

    [Fact]
    public void None_right_still_has_an_upper_end()
    {
        var share = PassAtK.Over([.. Enumerable.Repeat(new ProblemTally(1, 0), 256)], 1);
        Assert.Equal((0.0, 0.0), (share.Value, share.Low));
        Assert.InRange(share.High, 0.014, 0.016);
    }

    [Fact]
    public void Several_answers_a_problem_get_the_interval_of_a_mean_over_problems()
    {
        var share = PassAtK.Over([new(4, 0), new(4, 2), new(4, 4), new(4, 2)], 1);
        Assert.Equal(0.5, share.Value, 1e-12);
        Assert.Equal(0.5 - 1.959964 * Math.Sqrt(1.0 / 6 / 4), share.Low, 1e-6);
        Assert.Equal(0.5 + 1.959964 * Math.Sqrt(1.0 / 6 / 4), share.High, 1e-6);
    }

    [Fact]
    public void The_report_leaves_out_what_was_not_measured_and_counts_errors()
    {
        var report = EvaluationTally.Report(new(3, "ab"), "digits", [new(1, 1), new(0, 0, 1)], [new(4, 2), new(3, 3, 1)], [1, 4, 8]);
        Assert.Equal((1, 1.0), (report.Greedy.Problems, report.Greedy.Value));
        Assert.Equal((2, 0.75), (report.Sampled.Problems, report.Sampled.Value));
        Assert.Equal([1, 4], report.PassAt.Keys.Order());
        Assert.Equal((1, 1.0), (report.PassAt[4].Problems, report.PassAt[4].Value));
        Assert.Equal(2, report.Errors);
    }
}
