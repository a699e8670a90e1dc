namespace Rollouts.Core.Advantages;

/// <summary>A round of a visit reduced to what credit needs.</summary>
/// <param name="HintShown">l, units shown; rounds with the same l share a baseline under <see cref="BaselineScope.HintLength"/>.</param>
/// <param name="Rewards">Reward of each rollout in index order; NaN where the verifier failed. Shape [n].</param>
/// <param name="TokenCounts">Generated tokens of each rollout; only read by <see cref="AdvantageOptions.OverlongBuffer"/>, else null. Shape [n].</param>
public sealed record RewardedRound(int HintShown, double[] Rewards, int[]? TokenCounts = null);
