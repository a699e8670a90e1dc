using Rollouts.Core.Advantages;
using Rollouts.Core.Experience;
using Rollouts.Core.Hints;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;

namespace Rollouts.Core.Training;

/// <summary>What can be said of a batch before anyone trains on it: rewards, groups, hints, lengths, ages.</summary>
public static class BatchStatistics
{
    /// <summary>The metrics by name. Means over no rollout are left out.</summary>
    /// <param name="batch">The groups of a step.</param>
    /// <param name="options">What counts as a success and as a hint.</param>
    public static Dictionary<string, double> Of(TrainingBatch batch, HintOptions options)
    {
        var metrics = GroupStatistics.Of(batch.Groups, options);
        Lengths(metrics, [.. batch.Groups.SelectMany(group => group.Rounds).SelectMany(round => round.Rollouts)]);
        Ages(metrics, batch);
        return metrics;
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
}
