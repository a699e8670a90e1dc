using Rollouts.Core.Runs;

namespace Rollouts.Core.Tests.Runs;

public sealed class AlarmsTests
{
    [Fact]
    public void A_run_that_learns_raises_none() => Assert.Empty(Alarms.Of(Steps(80, step => Healthy(step)), [0.1, 0.3, 0.5], new()));

    [Fact]
    public void A_run_that_has_hardly_begun_raises_none() => Assert.Empty(Alarms.Of(Steps(2, _ => With(0, MetricNames.RoundsMixed, 0)), [], new()));

    [Fact]
    public void A_policy_that_fails_under_the_largest_hint_is_named_by_the_fifth_step() =>
        AssertNames("cap_too_hard", Steps(5, step => With(step, MetricNames.CapAccuracy, 0.1, MetricNames.HintAtCap, 0.9)));

    [Fact]
    public void Without_hints_the_cap_is_no_matter() =>
        Assert.Empty(Alarms.Of(Steps(5, step => With(step, MetricNames.CapAccuracy, 0.1, MetricNames.HintAtCap, 0.9)), [], new() { Hint = new() { Enabled = false } }));

    [Fact]
    public void Rounds_all_right_or_all_wrong_are_named() => AssertNames("nothing_to_learn", Steps(5, step => With(step, MetricNames.RoundsMixed, 0.05)));

    [Fact]
    public void A_collapsing_entropy_is_named() => AssertNames("entropy_collapse", Steps(20, step => With(step, MetricNames.Entropy, step < 10 ? 0.6 : 0.02)));

    [Fact]
    public void A_hint_rate_that_does_not_fall_is_named() => AssertNames("hint_rate_stuck", Steps(60, step => With(step, MetricNames.HintRate, 0.7)));

    [Fact]
    public void A_flat_held_out_accuracy_is_named() => AssertNames("held_out_flat", Steps(60, step => Healthy(step)), 0.2, 0.205, 0.2);

    [Fact]
    public void A_rising_gradient_with_vanishing_variance_is_named() =>
        AssertNames("gradient_rising", Steps(40, step => With(step, MetricNames.GradientNorm, step < 20 ? 0.05 : 0.14, MetricNames.WithinRoundVariance, 0.03)));

    [Fact]
    public void A_log_probability_gap_is_named_at_once() => AssertNames("log_probability_gap", Steps(1, step => With(step, MetricNames.LogProbabilityGap, 0.01)));

    [Fact]
    public void Tokens_less_likely_than_the_entropy_says_are_named() => AssertNames("surprise", Steps(5, step => With(step, MetricNames.Surprise, 1.4)));

    private static void AssertNames(string name, IReadOnlyList<IReadOnlyDictionary<string, double>> steps, params double[] unhinted)
    {
        var alarm = Assert.Single(Alarms.Of(steps, unhinted, new()));
        Assert.Equal(name, alarm.Name);
        Assert.True(alarm.Text.Length > 60, alarm.Text);
    }

    private static IReadOnlyDictionary<string, double>[] Steps(int count, Func<int, IReadOnlyDictionary<string, double>> of) => [.. Enumerable.Range(0, count).Select(of)];

    private static Dictionary<string, double> Healthy(int step) => new()
    {
        [MetricNames.Reward] = 0.5, [MetricNames.RoundsMixed] = 0.9, [MetricNames.WithinRoundVariance] = 0.2, [MetricNames.Entropy] = 0.5 - 0.003 * step,
        [MetricNames.HintRate] = 0.8 - 0.005 * step, [MetricNames.CapAccuracy] = 0.6, [MetricNames.HintAtCap] = 0.2, [MetricNames.GradientNorm] = 0.05,
        [MetricNames.LogProbabilityGap] = 1e-6, [MetricNames.Surprise] = -0.01,
    };

    private static Dictionary<string, double> With(int step, string name, double value, string? other = null, double otherValue = 0)
    {
        var metrics = Healthy(step);
        metrics[name] = value;
        if (other is not null) metrics[other] = otherValue;
        return metrics;
    }
}
