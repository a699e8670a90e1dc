using System.Text.Json;
using Rollouts.Core.Runs;

namespace Rollouts.Core.Benchmarks;

/// <summary>From answers to the report of a benchmark.</summary>
public static class BenchmarkTally
{
    /// <summary>Builds the report.</summary>
    /// <param name="conditions">Under which the answers were given.</param>
    /// <param name="answers">In any order.</param>
    /// <param name="areEqual">Whether two final answers mean the same; for maj@k.</param>
    public static BenchmarkReport Report(BenchmarkConditions conditions, IReadOnlyCollection<BenchmarkAnswer> answers, Func<string, string, bool> areEqual)
    {
        var sampled = ByProblem(answers, AnswerKind.Sampled);
        var samples = sampled.Select(problem => problem.Length).DefaultIfEmpty().Max();
        int[] ks = [.. Ks(samples)];
        return new(
            conditions.Benchmark, conditions.PolicySha256, answers.Select(answer => answer.Problem).Distinct().Count(), samples,
            Share(answers, AnswerKind.Greedy, 1), Share(answers, AnswerKind.Sampled, 1),
            new(ks.ToDictionary(k => k, k => Share(answers, AnswerKind.Sampled, k))),
            new(ks.ToDictionary(k => k, k => Majority(sampled, k, areEqual))), Tags(answers),
            new(answers.CountBy(answer => JsonNamingPolicy.SnakeCaseLower.ConvertName(answer.Verdict.ToString())).ToDictionary()),
            answers.Select(answer => (double)answer.Tokens).DefaultIfEmpty().Average());
    }

    // 1, 2, 4, … and all.
    private static IEnumerable<int> Ks(int samples)
    {
        for (var k = 1; k < samples; k *= 2) yield return k;
        if (samples > 0) yield return samples;
    }

    private static Share Share(IEnumerable<BenchmarkAnswer> answers, AnswerKind kind, int k) =>
        PassAtK.Over([.. ByProblem(answers, kind).Select(problem => new ProblemTally(problem.Count(answer => answer.IsJudged), problem.Count(answer => answer.IsCorrect)))], k);

    private static Share Majority(IEnumerable<BenchmarkAnswer[]> problems, int k, Func<string, string, bool> areEqual) => PassAtK.Mean(
        [.. problems.Select(problem => Array.FindAll(problem, answer => answer.IsJudged)).Where(problem => problem.Length >= k).Select(problem => MajorityVote.Estimate(problem, k, areEqual))]);

    private static TagReport[] Tags(IReadOnlyCollection<BenchmarkAnswer> answers) =>
    [
        .. answers.SelectMany(answer => answer.Tags.Select(tag => (tag, answer))).GroupBy(pair => pair.tag, pair => pair.answer).OrderBy(tag => tag.Key, StringComparer.Ordinal)
            .Select(tag => new TagReport(tag.Key, tag.Select(answer => answer.Problem).Distinct().Count(), Share(tag, AnswerKind.Greedy, 1), Share(tag, AnswerKind.Sampled, 1))),
    ];

    private static BenchmarkAnswer[][] ByProblem(IEnumerable<BenchmarkAnswer> answers, AnswerKind kind) =>
        [.. answers.Where(answer => answer.Kind == kind).GroupBy(answer => answer.Problem).Select(problem => problem.OrderBy(answer => answer.Index).ToArray())];
}
