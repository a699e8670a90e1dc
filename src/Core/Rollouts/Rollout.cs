using Rollouts.Core.Hints;
using Rollouts.Core.Verification;
using Rollouts.Core.Weights;

namespace Rollouts.Core.Rollouts;

/// <summary>One answer as the policy wrote it, before anyone has judged it.</summary>
/// <param name="Id">Who it is; its seed follows from it.</param>
/// <param name="TokenIds">Sampled tokens; prompt and hint are not among them; a stop token is, where one ended it. Shape [T], T ≥ 1.</param>
/// <param name="SampledLogProbabilities">Nats, under the distribution each token was drawn from (temperature, top-p and top-k applied). Shape [T].</param>
/// <param name="ModelLogProbabilities">Nats, under the policy that drew each token, a <see cref="TokenDistribution"/>: before top-p and top-k. Shape [T].</param>
/// <param name="Finish">Why it ended.</param>
/// <param name="OldestPolicy">The oldest weights that drew any of these tokens.</param>
/// <remarks>Previous: <see cref="Hint"/>. Next: <see cref="Verdict"/>.</remarks>
public sealed record Rollout(
    RolloutId Id, int[] TokenIds, float[] SampledLogProbabilities, float[] ModelLogProbabilities, FinishReason Finish,
    PolicyStamp OldestPolicy);
