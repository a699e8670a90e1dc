using Rollouts.Core.Benchmarks;

namespace Rollouts.Core.Tests.Benchmarks;

public sealed class BenchmarkComparisonTests
{
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(8, 1, 0.0390625)] // 2 · (1 + 9) / 2^9
    [InlineData(2, 10, 0.03857421875)] // 2 · (1 + 12 + 66) / 2^12
    [InlineData(0, 6, 0.03125)]
    public void McNemars_test_is_the_exact_binomial(int onlyFirst, int onlySecond, double expected) =>
        Assert.Equal(expected, GreedyComparison.McNemar(onlyFirst, onlySecond), 12);

    [Fact]
    public void McNemars_test_holds_for_thousands() => Assert.InRange(GreedyComparison.McNemar(2400, 2600), 0.004, 0.006); // z = 2.81

    [Fact]
    public void Answers_are_paired_by_problem_and_counted()
    {
        var first = new[] { ("a", "+"), ("b", "+"), ("c", "3"), ("d", "+"), ("only", "+") };
        var second = new[] { ("d", "!"), ("c", "3"), ("b", "3"), ("a", "+") };
        var greedy = BenchmarkComparison.Of("set", Greedy(first), Greedy(second)).Greedy;
        Assert.Equal((1, 1, 0, 1), (greedy.Both, greedy.OnlyFirst, greedy.OnlySecond, greedy.Neither));
        Assert.Equal((1.0 / 3, 3), (greedy.Difference.Value, greedy.Difference.Problems));
    }

    [Fact]
    public void Equal_policies_differ_by_nothing()
    {
        var answers = Answers.Of("a", "+ 3").Concat(Answers.Of("b", "3 3")).ToArray();
        Assert.Equal(new(0, 0, 0, 1, 2), BenchmarkComparison.Of("set", answers, answers).Sampled);
    }

    [Fact]
    public void The_interval_holds_the_true_difference_about_as_often_as_it_says()
    {
        var random = new Random(1);
        var held = Enumerable.Range(0, 200).Count(_ =>
        {
            var difference = PairedDifference.Of([.. Enumerable.Range(0, 100).Select(_ => (random.NextDouble() < 0.6 ? 1.0 : 0, random.NextDouble() < 0.5 ? 1.0 : 0))]);
            return difference.Low <= 0.1 && difference.High >= 0.1;
        });
        Assert.InRange(held, 178, 200);
    }

    [Fact]
    public void A_clear_difference_is_told_from_none()
    {
        var pairs = Enumerable.Range(0, 100).Select(place => (place % 4 == 0 ? 0.25 : 0.75, 0.5)).ToArray();
        var difference = PairedDifference.Of(pairs);
        Assert.Equal(0.125, difference.Value, 12);
        Assert.InRange(difference.PValue, 0, 0.001);
        Assert.InRange(difference.Low, 0.05, 0.125);
        Assert.Equal(difference, PairedDifference.Of(pairs));
    }

    private static BenchmarkAnswer[] Greedy((string Problem, string Word)[] answers) => [.. answers.SelectMany(answer => Answers.Of(answer.Problem, answer.Word, AnswerKind.Greedy))];
}
