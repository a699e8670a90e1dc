using Rollouts.Core.Experience;
using Rollouts.Core.Weights;

namespace Rollouts.Core.Training;

/// <summary>What one optimizer step did.</summary>
/// <param name="Step">1-based.</param>
/// <param name="Metrics">Values by their name in the field: <c>loss/total</c>, <c>optim/grad_norm</c>, …; every value finite.</param>
/// <remarks>Previous: <see cref="TrainingBatch"/>. Next: <see cref="WeightManifest"/>.</remarks>
[GenerateSerializer, Immutable, Alias("step-report")]
public sealed record StepReport(int Step, Dictionary<string, double> Metrics);
