namespace Rollouts.Trainer.Packing;

/// <summary>A rollout as the trainer sees it.</summary>
/// <param name="TokenIds">Sampled tokens. Shape [T].</param>
/// <param name="SamplerLogProbabilities">Nats, by the weights that drew them. Shape [T].</param>
/// <param name="Advantage">A.</param>
/// <param name="Weight">ω, each of its tokens' share of the loss.</param>
/// <param name="OnPolicy">Whether the weights that drew it are those that the step begins with.</param>
internal sealed record TrainedRollout(int[] TokenIds, float[] SamplerLogProbabilities, double Advantage, double Weight, bool OnPolicy);
