namespace Rollouts.Core.Runs;

/// <summary>Metrics that more than one place speaks of; every other name lives where it is measured.</summary>
public static class MetricNames
{
    /// <summary>Mean reward of all judged rollouts of the step.</summary>
    public const string Reward = "reward/mean";

    /// <summary>Mean reward of the rollouts that were shown a hint; absent in a step without any.</summary>
    public const string RewardHinted = "reward/hinted";

    /// <summary>Mean reward of the rollouts that were shown none; absent in a step without any.</summary>
    public const string RewardUnhinted = "reward/unhinted";

    /// <summary>Mean share of the solution that was shown, over rollouts.</summary>
    public const string HintRate = "hint/fraction_mean";

    /// <summary>Share of groups (visits) whose rewards are not all equal.</summary>
    public const string GroupsMixed = "groups/mixed";

    /// <summary>Share of rounds whose rewards are not all equal: what there is to learn from under a baseline per round.</summary>
    public const string RoundsMixed = "rounds/mixed";

    /// <summary>Mean entropy of the policy over sampled tokens, nats.</summary>
    public const string Entropy = "entropy";

    /// <summary>Mean divergence from the reference policy over sampled tokens, nats; absent without a reference.</summary>
    public const string Kl = "kl";

    /// <summary>Mean divergence from the policy that drew the tokens, nats.</summary>
    public const string BehaviourKl = "ppo_kl";

    /// <summary>Mean age of the rollouts trained on, in policy versions.</summary>
    public const string StalenessMean = "staleness/mean";

    /// <summary>Greatest age of the rollouts trained on, in policy versions.</summary>
    public const string StalenessMaximum = "staleness/max";

    /// <summary>Tokens drawn a second of wall time, over the last step.</summary>
    public const string TokensPerSecond = "perf/tokens_per_sec";

    /// <summary>Greatest difference between the sampler's and the trainer's log-probability of a token under the same weights, nats.</summary>
    public const string LogProbabilityGap = "mismatch/logprob_diff_max";

    /// <summary>Mean of -ln p of the tokens that the step's own weights drew, minus the mean entropy at them, nats: 0 in expectation where
    /// tokens are drawn from the distribution that is trained, whatever the weights are; below it where top-p or top-k cut it.</summary>
    public const string Surprise = "mismatch/surprise";

    /// <summary>The whole loss.</summary>
    public const string Loss = "loss/total";

    /// <summary>Global norm of the gradient before clipping.</summary>
    public const string GradientNorm = "optim/grad_norm";

    /// <summary>Standard deviation of the reward within a visit, mean over visits.</summary>
    public const string RewardDeviation = "reward/std";

    /// <summary>Share of visits whose judged rollouts all succeeded.</summary>
    public const string GroupsSolvedAll = "groups/solved_all";

    /// <summary>Share of visits whose judged rollouts all failed.</summary>
    public const string GroupsSolvedNone = "groups/solved_none";

    /// <summary>Mean variance of the reward within a round; 0.25 at most for rewards of 0 and 1. Before a collapse it vanishes.</summary>
    public const string WithinRoundVariance = "rounds/variance";

    /// <summary>Mean distance of a round's accuracy from the target.</summary>
    public const string TargetError = "hint/p_target_error";

    /// <summary>Share of rounds that showed nothing of the solution.</summary>
    public const string HintAtZero = "hint/at_zero";

    /// <summary>Share of rounds that showed as much of the solution as is allowed.</summary>
    public const string HintAtCap = "hint/at_cap";

    /// <summary>Mean accuracy of the rounds at the largest allowed hint; absent in a step without any.</summary>
    public const string CapAccuracy = "hint/cap_accuracy";

    /// <summary>Mean rate at which the fitted curves rise most steeply, -μ, in [0, 1]: how much help a problem needs.</summary>
    public const string Difficulty = "irt/difficulty";

    /// <summary>Median discrimination k of the fitted curves, in [0.5, 50].</summary>
    public const string Discrimination = "irt/discrimination";

    /// <summary>Root of the mean squared distance of the rounds' accuracies from the fitted curves.</summary>
    public const string FitError = "irt/fit_error";

    /// <summary>Mean reward of all rounds with this ordinal: <c>round/1/accuracy</c> is the first round's.</summary>
    /// <param name="round">0-based.</param>
    public static string RoundAccuracy(int round) => FormattableString.Invariant($"round/{round + 1}/accuracy");
}
