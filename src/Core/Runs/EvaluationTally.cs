using Rollouts.Core.Weights;

namespace Rollouts.Core.Runs;

/// <summary>From counts to the report of an evaluation.</summary>
public static class EvaluationTally
{
    /// <summary>Builds the report.</summary>
    /// <param name="policy">Whom it measures.</param>
    /// <param name="problemSet">Name of the problem set.</param>
    /// <param name="greedy">Per problem, the one answer at temperature 0.</param>
    /// <param name="sampled">Per problem, the answers at the evaluation's temperature.</param>
    /// <param name="passAt">Values of k; those above the answers a problem are left out.</param>
    public static EvaluationReport Report(
        PolicyStamp policy, string problemSet, IReadOnlyList<ProblemTally> greedy, IReadOnlyList<ProblemTally> sampled, IEnumerable<int> passAt)
    {
        var most = sampled.Select(tally => tally.SampleCount).DefaultIfEmpty().Max();
        return new(
            policy, problemSet, PassAtK.Over(greedy, 1), PassAtK.Over(sampled, 1),
            passAt.Distinct().Where(k => k >= 1 && k <= most).ToDictionary(k => k, k => PassAtK.Over(sampled, k)),
            greedy.Sum(tally => tally.ErrorCount) + sampled.Sum(tally => tally.ErrorCount));
    }
}
