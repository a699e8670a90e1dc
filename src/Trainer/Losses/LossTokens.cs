namespace Rollouts.Trainer.Losses;

/// <summary>The trained tokens of some rollouts, one after the other: N tokens of R rollouts. No padding, so no mask.</summary>
/// <param name="LogProbabilities">ℓ under the weights being trained, nats, differentiable. Shape [N].</param>
/// <param name="Old">ℓ_old, the denominator of ρ. Shape [N].</param>
/// <param name="Advantages">A. Shape [N].</param>
/// <param name="Weights">Each token's share of the aggregated loss (<see cref="Core.Training.TokenWeights"/>). Shape [N].</param>
/// <param name="RolloutIndex">The rollout of each token, int64 in [0, R). Shape [N].</param>
/// <param name="RolloutLengths">Tokens of each rollout, as floating-point numbers. Shape [R].</param>
public sealed record LossTokens(
    Tensor LogProbabilities, Tensor Old, Tensor Advantages, Tensor Weights, Tensor RolloutIndex, Tensor RolloutLengths)
{
    /// <summary>ℓ_ref under the frozen initial policy; null where no divergence is asked for. Shape [N].</summary>
    public Tensor? Reference { get; init; }

    /// <summary>ℓ_roll as the engine drew them; null where ℓ_old is the engine's own. Shape [N].</summary>
    public Tensor? Sampler { get; init; }

    /// <summary>Entropy of each token's distribution, nats, differentiable; null where there is no bonus. Shape [N].</summary>
    public Tensor? Entropy { get; init; }
}
