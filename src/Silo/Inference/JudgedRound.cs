using Rollouts.Core.Hints;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Verification;

namespace Rollouts.Silo.Inference;

/// <summary>A round after its verdicts.</summary>
/// <param name="Hint">What was shown.</param>
/// <param name="Prefix">What the rollouts began from.</param>
/// <param name="Rollouts">In index order. Shape [n].</param>
/// <param name="Verdicts">In index order. Shape [n].</param>
internal sealed record JudgedRound(Hint Hint, PromptPrefix Prefix, Rollout[] Rollouts, Verdict[] Verdicts)
{
    /// <summary>Reward of each rollout; NaN where the verifier failed. Shape [n].</summary>
    public double[] Rewards => Array.ConvertAll(Verdicts, verdict => verdict.Reward ?? double.NaN);
}
