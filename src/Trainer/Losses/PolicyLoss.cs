using Rollouts.Core.Training;

namespace Rollouts.Trainer.Losses;

/// <summary>The one policy loss: every algorithm of <see cref="LossRecipes"/> is a choice of its options.</summary>
/// <remarks>
/// With S the surrogate, w the weight (detached) and ω each token's share of the batch (arXiv 2509.24203 and its neighbours):
/// <code>
/// L = Σ_t ω_t [ -A_t·w_t·S_t / (1 + τ)  -  c·ℓ_t  or  + c·(ℓ_t - ℓ_old,t)²  + β·kl_t  -  c_H·H_t ]
/// </code>
/// </remarks>
public static class PolicyLoss
{
    /// <summary>The loss of some rollouts; the shares of several calls add up to the loss of the batch.</summary>
    /// <param name="tokens">The trained tokens.</param>
    /// <param name="options">The algorithm.</param>
    /// <param name="entropyCoefficient">c_H of this step, ≥ 0.</param>
    /// <exception cref="ArgumentException">The options ask for a tensor that <paramref name="tokens"/> lacks.</exception>
    public static LossValue Compute(LossTokens tokens, LossOptions options, double entropyCoefficient = 0)
    {
        using var scope = torch.NewDisposeScope();
        var logRatio = tokens.LogProbabilities - tokens.Old;
        var ratio = (options.Ratio == RatioLevel.Sequence ? RolloutMean(logRatio, tokens) : logRatio).exp();
        var detached = ratio.detach();
        var keep = ClipRule.Keep(detached, tokens.Advantages, options);
        var dual = options.DualClip > 0 ? ClipRule.DualClipped(detached, tokens.Advantages, options.DualClip) & keep : null;
        var passes = dual is null ? keep : keep & ~dual;

        var policy = PolicyTerm(tokens, options, ratio, logRatio, passes) + RegularizerTerm(tokens, options, logRatio);
        policy = (policy * tokens.Weights).sum();
        var total = policy;
        Tensor? divergence = null;
        if (options.Kl != KlEstimator.None)
        {
            divergence = ReferenceDivergence.Of(options.Kl, tokens.LogProbabilities, Required(tokens.Reference, nameof(tokens.Reference)));
            total = total + options.KlCoefficient * (divergence * tokens.Weights).sum();
        }

        if (entropyCoefficient > 0)
            total = total - entropyCoefficient * (Required(tokens.Entropy, nameof(tokens.Entropy)) * tokens.Weights).sum();
        return new(
            Keep(total), Keep(policy.detach()), Keep(detached), Keep(keep), dual is null ? null : Keep(dual),
            divergence is null ? null : Keep(divergence.detach()));
    }

    /// <summary>-A·w·S / (1 + τ), times the truncated mismatch weight. Shape [N].</summary>
    private static Tensor PolicyTerm(LossTokens tokens, LossOptions options, Tensor ratio, Tensor logRatio, Tensor passes)
    {
        var term = tokens.Advantages * SurrogateOf(tokens, options, ratio, logRatio, passes) * (-1 / (1 + options.Damping));
        if (options.Weight != WeightMode.None)
            term = term * WeightOf(ratio.detach(), tokens.Advantages, options);
        if (options.TruncatedImportanceSampling > 0 && tokens.Sampler is not null)
            term = term * (tokens.Old - tokens.Sampler).exp().clamp_max(options.TruncatedImportanceSampling);
        return term;
    }

    private static Tensor SurrogateOf(LossTokens tokens, LossOptions options, Tensor ratio, Tensor logRatio, Tensor passes) =>
        options.Surrogate switch
        {
            Surrogate.LogProbability => tokens.LogProbabilities * passes,
            Surrogate.LogRatio => logRatio * passes,
            Surrogate.Ratio => torch.where(passes, ratio, BoundOf(ratio.detach(), tokens.Advantages, options)),
            Surrogate.Gate => Gate(ratio, tokens.Advantages, options) * passes,
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Surrogate, "Unknown surrogate."),
        };

    /// <summary>The bound that a stopped ratio ran into; the dual clip's where that one stopped it.</summary>
    private static Tensor BoundOf(Tensor ratio, Tensor advantages, LossOptions options)
    {
        var bound = ratio.clamp(1 - options.ClipLow, 1 + options.ClipHigh);
        return options.DualClip > 0
            ? torch.where(ClipRule.DualClipped(ratio, advantages, options.DualClip), torch.full_like(ratio, options.DualClip), bound)
            : bound;
    }

    private static Tensor Gate(Tensor ratio, Tensor advantages, LossOptions options)
    {
        var temperature = torch.where(
            advantages.gt(0), torch.full_like(advantages, options.GateTemperaturePositive),
            torch.full_like(advantages, options.GateTemperatureNegative));
        return (temperature * (ratio - 1)).sigmoid() * 4 / temperature;
    }

    private static Tensor WeightOf(Tensor ratio, Tensor advantages, LossOptions options) => options.Weight switch
    {
        WeightMode.Ratio => ratio,
        WeightMode.Truncated when options.WeightNegativesOnly => torch.where(advantages.gt(0), torch.ones_like(ratio), Truncated(ratio, options)),
        WeightMode.Truncated => Truncated(ratio, options),
        WeightMode.Advantage => (advantages / options.AdvantageTemperature).exp(),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Weight, "Unknown weight."),
    };

    private static Tensor Truncated(Tensor ratio, LossOptions options) => ratio.clamp(options.WeightMinimum, options.WeightMaximum);

    private static Tensor RegularizerTerm(LossTokens tokens, LossOptions options, Tensor logRatio) => options.Regularizer switch
    {
        Regularizer.None => torch.zeros_like(logRatio),
        Regularizer.ForwardKl => -options.RegularizerCoefficient * tokens.LogProbabilities,
        Regularizer.K2 => options.RegularizerCoefficient * logRatio.square(),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Regularizer, "Unknown regulariser."),
    };

    /// <summary>The mean over each rollout, repeated over its tokens: log s of GSPO. Shape [N].</summary>
    private static Tensor RolloutMean(Tensor values, LossTokens tokens) =>
        (torch.zeros_like(tokens.RolloutLengths).index_add(0, tokens.RolloutIndex, values, 1) / tokens.RolloutLengths)
            .index_select(0, tokens.RolloutIndex);

    private static Tensor Required(Tensor? tensor, string name) =>
        tensor ?? throw new ArgumentException($"The loss options need {name}, which these tokens lack.");

    private static Tensor Keep(Tensor tensor) => tensor.MoveToOuterDisposeScope();
}
