using Rollouts.Core.Runs;
using Rollouts.Core.Training;
using Rollouts.Trainer.Losses;
using Rollouts.Trainer.Packing;

namespace Rollouts.Trainer.Metrics;

/// <summary>Sums over the rollout tokens of one pass, and the means, extremes and shares that come of them.</summary>
internal sealed class TokenMetrics
{
    private long tokens, clipped, clippedLow, clippedHigh, dualClipped, onPolicyTokens;
    private double ratioSum, ratioMinimum = double.PositiveInfinity, ratioMaximum, behaviourKl, divergence, entropy, gapSum, gapMaximum, surpriseSum;
    private bool hasDivergence, hasDual;

    /// <summary>Adds the rollout tokens of a micro-batch.</summary>
    /// <param name="batch">Where they come from.</param>
    /// <param name="tokens">What the loss saw.</param>
    /// <param name="value">What it made of them.</param>
    /// <param name="entropies">Entropy at each of them, nats. Shape [N].</param>
    public void Add(MicroBatch batch, LossTokens tokens, LossValue value, Tensor entropies)
    {
        this.tokens += batch.ActionCount;
        AddRatios(Read(value.Ratio), Read(value.Keep.to(ScalarType.Float32)));
        var entropyOf = Read(entropies);
        AddGap(batch, Read(tokens.LogProbabilities), Read(tokens.Old), entropyOf);
        entropy += entropyOf.Sum(entry => (double)entry);
        (hasDual, hasDivergence) = (value.DualClipped is not null, value.Divergence is not null);
        dualClipped += value.DualClipped is { } dual ? Read(dual.to(ScalarType.Float32)).LongCount(entry => entry > 0) : 0;
        divergence += value.Divergence is { } kl ? Read(kl).Sum(entry => (double)entry) : 0;
    }

    /// <summary>The metrics by name; none if there was no token.</summary>
    public void WriteTo(Dictionary<string, double> metrics)
    {
        if (tokens == 0)
            return;
        metrics[MetricNames.Entropy] = entropy / tokens;
        metrics[MetricNames.BehaviourKl] = behaviourKl / tokens;
        metrics["clip_frac"] = (double)clipped / tokens;
        metrics["clip_frac/low"] = (double)clippedLow / tokens;
        metrics["clip_frac/high"] = (double)clippedHigh / tokens;
        metrics["is_ratio/mean"] = ratioSum / tokens;
        metrics["is_ratio/min"] = ratioMinimum;
        metrics["is_ratio/max"] = ratioMaximum;
        if (hasDual) metrics["clip_frac/dual"] = (double)dualClipped / tokens;
        if (hasDivergence) metrics[MetricNames.Kl] = divergence / tokens;
        if (onPolicyTokens == 0)
            return;
        metrics[MetricNames.LogProbabilityGap] = gapMaximum;
        metrics["mismatch/logprob_diff_mean"] = gapSum / onPolicyTokens;
        metrics[MetricNames.Surprise] = surpriseSum / onPolicyTokens;
    }

    private void AddRatios(float[] ratios, float[] keep)
    {
        for (var i = 0; i < ratios.Length; i++)
        {
            ratioSum += ratios[i];
            ratioMinimum = Math.Min(ratioMinimum, ratios[i]);
            ratioMaximum = Math.Max(ratioMaximum, ratios[i]);
            if (keep[i] > 0) continue;
            clipped++;
            if (ratios[i] < 1) clippedLow++;
            else clippedHigh++;
        }
    }

    private void AddGap(MicroBatch batch, float[] current, float[] old, float[] entropyOf)
    {
        var onPolicy = batch.OnPolicy;
        for (var i = 0; i < current.Length; i++)
        {
            behaviourKl += old[i] - current[i];
            if (!onPolicy[i]) continue;
            var gap = Math.Abs(current[i] - batch.SamplerLogProbabilities[i]);
            onPolicyTokens++;
            gapSum += gap;
            surpriseSum += -current[i] - entropyOf[i];
            gapMaximum = Math.Max(gapMaximum, gap);
        }
    }

    private static float[] Read(Tensor tensor) => [.. tensor.detach().data<float>()];
}
