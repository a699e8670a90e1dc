namespace Rollouts.Core.Training;

/// <summary>How much each token of a rollout counts, so that Σ weight·L over all tokens is the aggregated loss.</summary>
/// <remarks>The denominators are those of the whole optimizer batch, clipped and masked tokens included. A micro-batch therefore adds
/// its share and nothing is averaged twice: one batch cut in any way gives one loss.</remarks>
public static class TokenWeights
{
    /// <summary>The weight of every token of a rollout of each length.</summary>
    /// <param name="aggregation">The reduction.</param>
    /// <param name="lengths">Trained tokens of each rollout of the optimizer batch; 0 where all are masked. Shape [B].</param>
    /// <param name="limit">L_max, the generation limit in tokens; at least 1.</param>
    /// <returns>One weight a rollout, the same for each of its tokens. Shape [B].</returns>
    public static double[] Of(LossAggregation aggregation, IReadOnlyList<int> lengths, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        double rollouts = Math.Max(1, lengths.Count);
        double tokens = Math.Max(1, lengths.Sum(length => (long)length));
        Func<int, double> weight = aggregation switch
        {
            LossAggregation.TokenMean => _ => 1 / tokens,
            LossAggregation.SequenceMeanTokenMean => length => 1 / (rollouts * Math.Max(1, length)),
            LossAggregation.SequenceMeanTokenSum => _ => 1 / rollouts,
            LossAggregation.TokenSumOverLimit => _ => 1 / (rollouts * limit),
            _ => throw new ArgumentOutOfRangeException(nameof(aggregation), aggregation, "Unknown aggregation."),
        };
        return [.. lengths.Select(weight)];
    }
}
