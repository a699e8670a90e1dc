using Rollouts.Core.Runs;

namespace Rollouts.Trainer;

/// <summary>All that a trainer remembers between two steps. Its chance is drawn from seed and step alone, so no generator is in it.</summary>
/// <param name="Phase"><see cref="RunPhase.WarmStart"/> or <see cref="RunPhase.Training"/>.</param>
/// <param name="Step">Steps done in that phase.</param>
/// <param name="UpdateCount">Optimizer updates in that phase.</param>
/// <param name="Values">The weights. Shape [P].</param>
/// <param name="FirstMoments">AdamW's m. Shape [P].</param>
/// <param name="SecondMoments">AdamW's v. Shape [P].</param>
/// <param name="Reference">The frozen policy; null where no divergence is asked for. Shape [P].</param>
public sealed record TrainingState(
    RunPhase Phase, int Step, int UpdateCount, float[] Values, float[] FirstMoments, float[] SecondMoments, float[]? Reference);
