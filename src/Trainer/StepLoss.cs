using Rollouts.Core.Rollouts;
using Rollouts.Core.Training;
using Rollouts.Inference.Model;
using Rollouts.Trainer.Losses;
using Rollouts.Trainer.Metrics;
using Rollouts.Trainer.Packing;

namespace Rollouts.Trainer;

/// <summary>The loss of one step over all its micro-batches, and its gradient.</summary>
internal sealed class StepLoss
{
    private readonly Decoder decoder;
    private readonly Decoder? reference;
    private readonly LossOptions options;
    private readonly TokenDistribution drawn, written;
    private readonly double entropyCoefficient, hintCoefficient;

    /// <summary>The loss of a step of reinforcement.</summary>
    /// <param name="decoder">The weights that learn; their gradient is written.</param>
    /// <param name="reference">The frozen policy; null without a divergence.</param>
    /// <param name="options">The algorithm.</param>
    /// <param name="distribution">What the rollouts are drawn from; text that nobody drew is scored at temperature 1.</param>
    /// <param name="share">Share of their peak that decaying coefficients have at this step.</param>
    public StepLoss(Decoder decoder, Decoder? reference, LossOptions options, TokenDistribution distribution, double share)
    {
        (drawn, written) = (distribution, distribution with { Temperature = 1 });
        (this.decoder, this.reference, this.options) = (decoder, reference, options);
        entropyCoefficient = options.EntropyCoefficient * (options.DecayEntropy ? share : 1);
        hintCoefficient = options.HintCoefficient * (options.DecayHint ? share : 1);
    }

    /// <summary>The loss of a supervised step: nothing but the negative log-likelihood of supervised tokens.</summary>
    public static StepLoss Imitation(Decoder decoder, TokenDistribution distribution) =>
        new(decoder, null, new LossOptions { HintCoefficient = 1 }, distribution, 1);

    /// <summary>Sets the decoder's gradient to that of the whole batch.</summary>
    /// <exception cref="TrainingDivergedException">The loss is not finite.</exception>
    public StepLossSums Accumulate(IReadOnlyList<MicroBatch> batches, int step)
    {
        using var stepScope = NewDisposeScope();
        decoder.ClearGradients();
        var sums = new StepLossSums();
        foreach (var batch in batches)
        {
            using var scope = NewDisposeScope();
            using var total = LossOf(batch, sums);
            var value = total.item<float>();
            if (!float.IsFinite(value))
                throw NotFinite.Loss(value, step);
            sums.Total += value;
            total.backward();
        }

        return sums;
    }

    private Tensor LossOf(MicroBatch batch, StepLossSums sums)
    {
        var hidden = decoder.Forward(batch.Packed);
        var total = zeros(1).sum();
        if (batch.ActionCount > 0)
            total = total + PolicyPart(batch, decoder.Score(hidden, batch.ActionPlaces, batch.ActionTargets, drawn), sums);
        if (batch.PrefixCount == 0)
            return total;
        var prefix = decoder.Score(hidden, batch.PrefixPlaces, batch.PrefixTargets, written);
        var hint = HintLoss.Compute(prefix.LogProbabilities, tensor(batch.PrefixWeights));
        sums.Hint += hint.item<float>();
        return total + hintCoefficient * hint;
    }

    private Tensor PolicyPart(MicroBatch batch, TokenScores scores, StepLossSums sums)
    {
        var (current, entropies) = (scores.LogProbabilities, scores.Entropies);
        var tokens = batch.Tokens(current, Old(batch, current)) with
        {
            Reference = reference is null ? null : ReferenceScores(batch),
            Sampler = options.Old == OldPolicy.Recomputed ? tensor(batch.SamplerLogProbabilities) : null,
            Entropy = entropies,
        };
        var value = PolicyLoss.Compute(tokens, options, entropyCoefficient);
        sums.Policy += value.Policy.item<float>();
        sums.Tokens.Add(batch, tokens, value, entropies);
        return value.Total;
    }

    private Tensor Old(MicroBatch batch, Tensor current)
    {
        if (options.Old == OldPolicy.Sampler)
            return tensor(batch.SamplerLogProbabilities);
        batch.StartLogProbabilities ??= [.. current.detach().data<float>()];
        return tensor(batch.StartLogProbabilities);
    }

    private Tensor ReferenceScores(MicroBatch batch)
    {
        using var _ = no_grad();
        return reference!.Score(reference.Forward(batch.Packed), batch.ActionPlaces, batch.ActionTargets, drawn).LogProbabilities;
    }
}
