using Rollouts.Inference.Model;

namespace Rollouts.Trainer.Packing;

/// <summary>How many rollouts should share one computed prefix. More save prefix tokens; but a row's attention grows with the square of
/// its length, also where its branches do not see one another.</summary>
internal static class BranchPlan
{
    // Attention reaches about a third of the matrix multiplications' speed on a CPU.
    private const double AttentionCost = 3;

    /// <summary>The number of rollouts a row that costs least per rollout; at least 1.</summary>
    /// <param name="config">The model.</param>
    /// <param name="prefixLength">Tokens of the prefix.</param>
    /// <param name="rolloutLength">Mean tokens of a rollout.</param>
    /// <param name="rolloutCount">Rollouts of the round; at least 1.</param>
    public static int BranchesPerRow(ModelConfig config, int prefixLength, double rolloutLength, int rolloutCount)
    {
        double linear = config.Hidden * (config.ProjectionWidth + config.Heads * config.HeadWidth + 3.0 * config.Intermediate);
        double attention = 2.0 * config.Heads * config.HeadWidth * AttentionCost;
        double CostOf(int branches)
        {
            var tokens = prefixLength + branches * rolloutLength;
            return tokens * (linear + attention * tokens) / branches;
        }

        return Enumerable.Range(1, Math.Max(1, rolloutCount)).MinBy(CostOf);
    }
}
