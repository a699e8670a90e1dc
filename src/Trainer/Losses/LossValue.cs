namespace Rollouts.Trainer.Losses;

/// <summary>A loss and what it was made of. Every tensor is the caller's to dispose; all but <see cref="Total"/> are detached.</summary>
/// <param name="Total">What is minimised. Scalar, differentiable.</param>
/// <param name="Policy">The policy term with its regulariser. Scalar.</param>
/// <param name="Ratio">ρ (or s, repeated over its rollout). Shape [N].</param>
/// <param name="Keep">True where the clip let the gradient through. Shape [N].</param>
/// <param name="DualClipped">True where only the dual clip stopped it; null where that is off. Shape [N].</param>
/// <param name="Divergence">The estimate per token; null without a reference. Shape [N].</param>
public sealed record LossValue(Tensor Total, Tensor Policy, Tensor Ratio, Tensor Keep, Tensor? DualClipped, Tensor? Divergence);
