using Rollouts.Core.Hints;
using Rollouts.Core.Runs;

namespace Rollouts.Core.Advantages;

/// <summary>What a batch of visits says about the hints, the problems and what there is to learn; rewards without a verdict are left out.</summary>
public static class GroupStatistics
{
    /// <summary>The metrics of a batch by their <see cref="MetricNames"/>; a metric without anything to average is absent.</summary>
    public static Dictionary<string, double> Of(IReadOnlyList<CreditedGroup> groups, HintOptions options)
    {
        var rounds = groups.SelectMany(group => group.Rounds).Select(round => new JudgedRound(round, RewardsOf([round]))).Where(round => round.Rewards.Length > 0).ToArray();
        var visits = groups.Select(group => RewardsOf(group.Rounds)).Where(rewards => rewards.Length > 0).ToArray();
        var metrics = new Dictionary<string, double>();
        AddRewards(metrics, rounds, visits);
        AddMixture(metrics, rounds, visits, options);
        if (options.Enabled) AddHints(metrics, rounds, options);
        AddFits(metrics, groups, options);
        return metrics;
    }

    private static void AddRewards(Dictionary<string, double> metrics, JudgedRound[] rounds, double[][] visits)
    {
        Mean(metrics, MetricNames.Reward, rounds.SelectMany(round => round.Rewards));
        Mean(metrics, MetricNames.RewardHinted, rounds.Where(round => round.Round.HintShown > 0).SelectMany(round => round.Rewards));
        Mean(metrics, MetricNames.RewardUnhinted, rounds.Where(round => round.Round.HintShown == 0).SelectMany(round => round.Rewards));
        Mean(metrics, MetricNames.RewardDeviation, visits.Select(rewards => Math.Sqrt(Variance(rewards))));
        foreach (var ordinal in rounds.GroupBy(round => round.Round.Round))
            Mean(metrics, MetricNames.RoundAccuracy(ordinal.Key), ordinal.SelectMany(round => round.Rewards));
    }

    private static void AddMixture(Dictionary<string, double> metrics, JudgedRound[] rounds, double[][] visits, HintOptions options)
    {
        Mean(metrics, MetricNames.GroupsMixed, visits.Select(rewards => One(IsMixed(rewards))));
        Mean(metrics, MetricNames.GroupsSolvedAll, visits.Select(rewards => One(rewards.All(reward => reward >= options.SuccessThreshold))));
        Mean(metrics, MetricNames.GroupsSolvedNone, visits.Select(rewards => One(rewards.All(reward => reward < options.SuccessThreshold))));
        Mean(metrics, MetricNames.RoundsMixed, rounds.Select(round => One(IsMixed(round.Rewards))));
        Mean(metrics, MetricNames.WithinRoundVariance, rounds.Select(round => Variance(round.Rewards)));
    }

    private static void AddHints(Dictionary<string, double> metrics, JudgedRound[] rounds, HintOptions options)
    {
        var capped = rounds.Where(round => round.Round.HintShown > 0 && round.Round.HintShown >= round.Round.HintUnits - (options.AllowFull ? 0 : 1)).ToArray();
        Mean(metrics, MetricNames.HintRate, rounds.SelectMany(round => Enumerable.Repeat(round.Rate, round.Rewards.Length)));
        Mean(metrics, MetricNames.HintAtZero, rounds.Select(round => One(round.Round.HintShown == 0)));
        if (rounds.Length > 0) metrics[MetricNames.HintAtCap] = (double)capped.Length / rounds.Length;
        Mean(metrics, MetricNames.CapAccuracy, capped.Select(round => round.Accuracy(options)));
        Mean(metrics, MetricNames.TargetError, rounds.Select(round => Math.Abs(round.Accuracy(options) - options.TargetAccuracy)));
    }

    private static void AddFits(Dictionary<string, double> metrics, IReadOnlyList<CreditedGroup> groups, HintOptions options)
    {
        var fitted = groups.Where(group => group.Fit is not null).ToArray();
        Mean(metrics, MetricNames.Difficulty, fitted.Select(group => -group.Fit![1]));
        if (fitted.Length > 0) metrics[MetricNames.Discrimination] = fitted.Select(group => group.Fit![0]).Order().ElementAt(fitted.Length / 2);
        var squares = fitted.SelectMany(group => group.Rounds.Select(round => new JudgedRound(round, RewardsOf([round]))).Where(round => round.Rewards.Length > 0)
            .Select(round => new ItemResponse.ThreeParameterModel(group.Fit![0], group.Fit[1], group.Fit[2]).Value(round.Rate) - round.Accuracy(options)))
            .Select(residual => residual * residual).ToArray();
        if (squares.Length > 0) metrics[MetricNames.FitError] = Math.Sqrt(squares.Average());
    }

    private static double[] RewardsOf(IEnumerable<CreditedRound> rounds) =>
        [.. rounds.SelectMany(round => round.Rollouts).Select(rollout => rollout.Reward).Where(reward => !double.IsNaN(reward))];

    private static bool IsMixed(double[] rewards) => rewards.Max() > rewards.Min();

    private static double Variance(double[] rewards)
    {
        var mean = rewards.Average();
        return rewards.Average(reward => (reward - mean) * (reward - mean));
    }

    private static double One(bool condition) => condition ? 1 : 0;

    private static void Mean(Dictionary<string, double> metrics, string name, IEnumerable<double> values)
    {
        var all = values.ToArray();
        if (all.Length > 0) metrics[name] = all.Average();
    }

    private sealed record JudgedRound(CreditedRound Round, double[] Rewards)
    {
        public double Rate => CreditedGroup.HintOf(Round).Rate;

        public double Accuracy(HintOptions options) => Rewards.Average(reward => One(reward >= options.SuccessThreshold));
    }
}
