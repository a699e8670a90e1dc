using Rollouts.Core.Verification;

namespace Rollouts.Core.Benchmarks;

/// <summary>maj@k: whether the final answer that most of k texts give is right (Wang et al. 2022, arXiv 2203.11171).</summary>
/// <remarks>
/// Answers are one where they mean the same; all right ones are one. Texts without a final answer have no vote. Where several
/// answers have the most votes, the credit is the share of right ones among them: what drawing one of them at random gives
/// in the mean, so that no order of the answers helps or harms. For a k below the number of answers, the mean over the whole
/// blocks of k in their order: each block is a sample of k, which makes it unbiased.
/// </remarks>
public static class MajorityVote
{
    /// <summary>maj@k of one problem, in [0, 1].</summary>
    /// <param name="answers">Judged answers in their order; at least k.</param>
    /// <param name="k">At least 1.</param>
    /// <param name="areEqual">Whether two final answers mean the same.</param>
    public static double Estimate(IReadOnlyList<BenchmarkAnswer> answers, int k, Func<string, string, bool> areEqual)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, answers.Count);
        return answers.Chunk(k).Where(block => block.Length == k).Average(block => Credit(block, areEqual));
    }

    private static double Credit(BenchmarkAnswer[] answers, Func<string, string, bool> areEqual)
    {
        var correct = answers.Count(answer => answer.IsCorrect);
        List<int> wrong = [.. Wrong(answers, areEqual).Values];
        var most = wrong.Append(correct).Max();
        if (most == 0 || correct < most) return 0;
        return 1.0 / (1 + wrong.Count(votes => votes == most));
    }

    private static Dictionary<string, int> Wrong(BenchmarkAnswer[] answers, Func<string, string, bool> areEqual)
    {
        var votes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in answers.Where(answer => answer.Verdict == VerdictKind.Wrong).Select(answer => answer.Extracted).OfType<string>())
        {
            var same = votes.ContainsKey(text) ? text : votes.Keys.FirstOrDefault(other => areEqual(other, text)) ?? text;
            votes[same] = votes.GetValueOrDefault(same) + 1;
        }

        return votes;
    }
}
