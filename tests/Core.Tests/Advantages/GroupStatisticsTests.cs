using Rollouts.Core.Advantages;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Rollouts.Core.Verification;

namespace Rollouts.Core.Tests.Advantages;

public sealed class GroupStatisticsTests
{
    [Fact]
    public void A_mixed_group_of_unmixed_rounds_is_seen_through()
    {
        var metrics = GroupStatistics.Of([Group(Round(0, 4, 1, 1), Round(1, 2, 0, 0))], new());
        Assert.Equal(1, metrics[MetricNames.GroupsMixed]);
        Assert.Equal(0, metrics[MetricNames.RoundsMixed]);
        Assert.Equal(0, metrics[MetricNames.WithinRoundVariance]);
    }

    [Fact]
    public void Rewards_are_told_apart_by_hint_and_by_round()
    {
        var metrics = GroupStatistics.Of([Group(Round(0, 4, 1, 1), Round(1, 0, 0, 1)), Group(Round(0, 4, 1, 0), Round(1, 0, 0, 0))], new());
        Assert.Equal(0.5, metrics[MetricNames.Reward]);
        Assert.Equal(0.75, metrics[MetricNames.RewardHinted]);
        Assert.Equal(0.25, metrics[MetricNames.RewardUnhinted]);
        Assert.Equal(0.75, metrics[MetricNames.RoundAccuracy(0)]);
        Assert.Equal(0.25, metrics[MetricNames.RoundAccuracy(1)]);
        Assert.Equal(0.4, metrics[MetricNames.HintRate], 1e-12);
        Assert.Equal(0.5, metrics[MetricNames.HintAtCap]);
        Assert.Equal(0.5, metrics[MetricNames.HintAtZero]);
        Assert.Equal(0.75, metrics[MetricNames.CapAccuracy]);
        Assert.Equal(0.25, metrics[MetricNames.TargetError], 1e-12);
    }

    [Fact]
    public void Solved_and_unsolved_visits_are_counted()
    {
        var metrics = GroupStatistics.Of([Group(Round(0, 1, 1, 1)), Group(Round(0, 1, 0, 0)), Group(Round(0, 1, 0, 1)), Group(Round(0, 1, 0, 0))], new());
        Assert.Equal(0.25, metrics[MetricNames.GroupsSolvedAll]);
        Assert.Equal(0.5, metrics[MetricNames.GroupsSolvedNone]);
        Assert.Equal(0.25, metrics[MetricNames.GroupsMixed]);
        Assert.Equal(0.0625, metrics[MetricNames.WithinRoundVariance]);
    }

    [Fact]
    public void Answers_without_a_verdict_are_in_no_mean()
    {
        Assert.Equal(1, GroupStatistics.Of([Group(Round(0, 1, 1, double.NaN))], new())[MetricNames.Reward]);
        Assert.Empty(GroupStatistics.Of([Group(Round(0, 1, double.NaN))], new()));
    }

    private static CreditedGroup Group(params CreditedRound[] rounds) => new("p", 0, 0, 0, 0, "", [1], rounds, null, 0);

    private static CreditedRound Round(int round, int shown, params double[] rewards) => new(round, shown, 5, shown / 5.0, [],
        [.. rewards.Select((reward, index) => new CreditedRollout(index, [1], [0], [0], VerdictKind.Correct, "", reward, 0, null, FinishReason.Stop))]);
}
