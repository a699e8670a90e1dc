using Rollouts.Core.Advantages;
using Rollouts.Core.Training;

namespace Rollouts.Core.Experience;

/// <summary>The groups of one optimizer step, in slot order.</summary>
/// <param name="Step">1-based step that consumes it; step t consumes batch t - 1.</param>
/// <param name="Groups">The groups; those that were dropped are among them with their rollouts marked.</param>
/// <remarks>Previous: <see cref="CreditedGroup"/>. Next: <see cref="StepReport"/>.</remarks>
public sealed record TrainingBatch(int Step, IReadOnlyList<CreditedGroup> Groups);
