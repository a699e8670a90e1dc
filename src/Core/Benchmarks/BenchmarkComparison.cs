namespace Rollouts.Core.Benchmarks;

/// <summary>Two policies on the same problems of one benchmark.</summary>
/// <param name="Benchmark">Its name.</param>
/// <param name="Greedy">Their greedy answers.</param>
/// <param name="Sampled">Their sampled answers, the mean of each problem.</param>
public sealed record BenchmarkComparison(string Benchmark, GreedyComparison Greedy, PairedDifference Sampled)
{
    /// <summary>Compares answers to the same problems; problems that just one of the two has verdicts on are left out.</summary>
    public static BenchmarkComparison Of(string benchmark, IReadOnlyCollection<BenchmarkAnswer> first, IReadOnlyCollection<BenchmarkAnswer> second)
    {
        var greedy = Pairs(first, second, AnswerKind.Greedy);
        return new(benchmark, GreedyComparison.Of(greedy), PairedDifference.Of(Pairs(first, second, AnswerKind.Sampled)));
    }

    private static (double First, double Second)[] Pairs(IEnumerable<BenchmarkAnswer> first, IEnumerable<BenchmarkAnswer> second, AnswerKind kind)
    {
        var (one, other) = (Means(first, kind), Means(second, kind));
        return [.. one.Keys.Where(other.ContainsKey).Order(StringComparer.Ordinal).Select(problem => (one[problem], other[problem]))];
    }

    private static Dictionary<string, double> Means(IEnumerable<BenchmarkAnswer> answers, AnswerKind kind) => answers.Where(answer => answer.Kind == kind && answer.IsJudged)
        .GroupBy(answer => answer.Problem).ToDictionary(problem => problem.Key, problem => problem.Average(answer => answer.IsCorrect ? 1.0 : 0));
}
