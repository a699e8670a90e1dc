using Rollouts.Core.Advantages;
using Rollouts.Core.Experience;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;

namespace Rollouts.Core.Training;

/// <summary>What can be said of a batch before anyone trains on it: rewards, groups, hints, lengths, ages.</summary>
public static class BatchStatistics
{
    /// <summary>The metrics by name. Means over no rollout are left out.</summary>
    /// <param name="batch">The groups of a step.</param>
    public static Dictionary<string, double> Of(TrainingBatch batch)
    {
        var metrics = new Dictionary<string, double>();
        Rewards(metrics, batch);
        Groups(metrics, batch);
        Lengths(metrics, [.. Rollouts(batch).Select(entry => entry.Rollout)]);
        Ages(metrics, batch);
        return metrics;
    }

    private static IEnumerable<(CreditedRound Round, CreditedRollout Rollout)> Rollouts(TrainingBatch batch) =>
        batch.Groups.SelectMany(group => group.Rounds).SelectMany(round => round.Rollouts.Select(rollout => (round, rollout)));

    private static IEnumerable<(CreditedRound Round, CreditedRollout Rollout)> Judged(TrainingBatch batch) =>
        Rollouts(batch).Where(entry => !double.IsNaN(entry.Rollout.Reward));

    private static void Rewards(Dictionary<string, double> metrics, TrainingBatch batch)
    {
        var judged = Judged(batch).ToArray();
        Mean(metrics, MetricNames.Reward, judged.Select(entry => entry.Rollout.Reward));
        Mean(metrics, MetricNames.RewardHinted, judged.Where(entry => entry.Round.HintShown > 0).Select(entry => entry.Rollout.Reward));
        Mean(metrics, MetricNames.RewardUnhinted, judged.Where(entry => entry.Round.HintShown == 0).Select(entry => entry.Rollout.Reward));
        Mean(metrics, MetricNames.HintRate, judged.Select(entry => Rate(entry.Round)));
        if (judged.Length > 0)
            metrics[MetricNames.RewardDeviation] = Math.Sqrt(Variance([.. judged.Select(entry => entry.Rollout.Reward)]));
    }

    private static void Groups(Dictionary<string, double> metrics, TrainingBatch batch)
    {
        var groups = batch.Groups.Select(group => JudgedRewards(group.Rounds)).Where(rewards => rewards.Length > 0).ToArray();
        var rounds = batch.Groups.SelectMany(group => group.Rounds).Select(round => JudgedRewards([round])).Where(rewards => rewards.Length > 0).ToArray();
        Mean(metrics, MetricNames.GroupsMixed, groups.Select(rewards => rewards.Distinct().Count() > 1 ? 1.0 : 0));
        Mean(metrics, MetricNames.GroupsSolvedAll, groups.Select(rewards => rewards.All(reward => reward >= 1) ? 1.0 : 0));
        Mean(metrics, MetricNames.GroupsSolvedNone, groups.Select(rewards => rewards.All(reward => reward <= 0) ? 1.0 : 0));
        Mean(metrics, MetricNames.RoundsMixed, rounds.Select(rewards => rewards.Distinct().Count() > 1 ? 1.0 : 0));
        Mean(metrics, MetricNames.WithinRoundVariance, rounds.Select(Variance));
    }

    private static void Lengths(Dictionary<string, double> metrics, CreditedRollout[] rollouts)
    {
        if (rollouts.Length == 0) return;
        metrics["response_length/mean"] = rollouts.Average(rollout => rollout.TokenIds.Length);
        metrics["response_length/min"] = rollouts.Min(rollout => rollout.TokenIds.Length);
        metrics["response_length/max"] = rollouts.Max(rollout => rollout.TokenIds.Length);
        metrics["response_length/clip_ratio"] = rollouts.Average(rollout => rollout.Finish == FinishReason.Length ? 1.0 : 0);
        metrics["advantage/mean"] = rollouts.Average(rollout => rollout.Advantage);
        metrics["advantage/min"] = rollouts.Min(rollout => rollout.Advantage);
        metrics["advantage/max"] = rollouts.Max(rollout => rollout.Advantage);
    }

    private static void Ages(Dictionary<string, double> metrics, TrainingBatch batch)
    {
        if (batch.Groups.Count == 0) return;
        metrics[MetricNames.StalenessMean] = batch.Groups.Average(group => batch.Step - 1 - group.PolicyVersion);
        metrics[MetricNames.StalenessMaximum] = batch.Groups.Max(group => batch.Step - 1 - group.PolicyVersion);
    }

    private static double Rate(CreditedRound round) => round.HintUnits == 0 ? 0 : (double)round.HintShown / round.HintUnits;

    private static double[] JudgedRewards(CreditedRound[] rounds) =>
        [.. rounds.SelectMany(round => round.Rollouts).Select(rollout => rollout.Reward).Where(reward => !double.IsNaN(reward))];

    private static double Variance(double[] values)
    {
        var mean = values.Average();
        return values.Average(value => (value - mean) * (value - mean));
    }

    private static void Mean(Dictionary<string, double> metrics, string name, IEnumerable<double> values)
    {
        var all = values.ToArray();
        if (all.Length > 0) metrics[name] = all.Average();
    }
}
