using CsCheck;
using Rollouts.Core.Hints;
using Rollouts.Core.ItemResponse;
using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;

namespace Rollouts.Core.Tests.Hints;

public sealed class HintScheduleTests
{
    private static readonly HintOptions Options = new();

    [Theory]
    [InlineData(2, 1)]
    [InlineData(5, 4)]
    [InlineData(200, 199)]
    public void The_first_round_of_a_new_problem_hides_only_the_last_unit(int unitCount, int shown) =>
        Assert.Equal(new Hint(shown, unitCount, (unitCount - 1.0) / unitCount), HintSchedule.Next(Options, unitCount, null, []));

    [Fact]
    public void The_first_round_of_a_later_visit_uses_the_carried_rate() => Assert.Equal(new Hint(3, 10, 0.27), HintSchedule.Next(Options, 10, 0.27, []));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_solution_of_one_unit_or_none_gives_no_hint(int unitCount)
    {
        Assert.Equal(Hint.None(unitCount), HintSchedule.Next(Options, unitCount, 0.9, []));
        Assert.Equal(new VisitEnd(0.9, null), HintSchedule.End(Options, unitCount, 0.9, [new(Hint.None(unitCount), 1)]));
    }

    [Fact]
    public void Disabled_hints_give_none() => Assert.Equal(Hint.None(8), HintSchedule.Next(new() { Enabled = false }, 8, 0.9, []));

    [Fact]
    public void A_solved_round_lowers_the_hint_and_a_failed_round_raises_it()
    {
        Assert.True(After(new(10, 20, 0.5), 1).ShownCount < 10);
        Assert.True(After(new(10, 20, 0.5), 0).ShownCount > 10);
        Assert.Equal(10, After(new(10, 20, 0.5), 0.5).ShownCount);
    }

    [Fact]
    public void The_whole_solution_is_never_shown_unless_allowed()
    {
        Assert.Equal(4, After(new(4, 5, 0.8), 0).ShownCount);
        Assert.Equal(5, HintSchedule.Next(new() { AllowFull = true }, 5, null, [new(new(4, 5, 0.8), 0)]).ShownCount);
        Assert.Equal(1, HintSchedule.Next(new() { AllowFull = true }, 1, 1, []).ShownCount);
    }

    [Fact]
    public void A_problem_solved_without_a_hint_gets_none() => Assert.Equal(new Hint(0, 5, 0), After(new(0, 5, 0), 0.625));

    [Fact]
    public void A_target_at_or_below_the_accuracy_without_hints_needs_none() =>
        Assert.Equal(0, HintSchedule.Next(new() { TargetAccuracy = 0.25 }, 10, null, [new(new(0, 10, 0), 0.5), new(new(5, 10, 0.5), 0.5)]).ShownCount);

    [Fact]
    public void A_rate_above_one_is_one()
    {
        var high = HintSchedule.Next(new() { TargetAccuracy = 0.95, AllowFull = true, MarginPoints = false }, 10, null, [new(new(2, 10, 0.2), 0.1), new(new(6, 10, 0.6), 0.3), new(new(9, 10, 0.9), 0.4)]);
        Assert.Equal((10, 1.0), (high.ShownCount, high.PredictedRate));
    }

    [Fact]
    public void A_repeated_rate_counts_once_for_each_round()
    {
        var points = MarginPoints.Of(Options, [new(new(2, 4, 0.5), 1), new(new(2, 4, 0.52), 0.5), new(new(1, 4, 0.25), 0)]);
        Assert.Equal([new(0.5, 0.75, 2), new(0.25, 0), new(0, 0), new(1, 1)], points.Span.ToArray());
    }

    [Fact]
    public void Margins_stand_only_where_those_rates_were_not_tried()
    {
        Assert.Equal([new(0, 0.25), new(1, 1)], MarginPoints.Of(Options, [new(new(0, 4, 0), 0.25)]).Span.ToArray());
        Assert.Equal([new(1, 0.5), new(0, 0)], MarginPoints.Of(new() { AllowFull = true }, [new(new(4, 4, 1), 0.5)]).Span.ToArray());
        Assert.Equal([new(0.5, 0.5)], MarginPoints.Of(new() { MarginPoints = false }, [new(new(2, 4, 0.5), 0.5)]).Span.ToArray());
    }

    [Fact]
    public void The_stored_rate_is_the_realised_or_the_predicted_one()
    {
        HintedRound[] rounds = [new(new(4, 5, 0.71), 0.5)];
        Assert.Equal(0.8, MarginPoints.Of(Options, rounds).Span[0].Rate);
        Assert.Equal(0.71, MarginPoints.Of(new() { StoredRate = StoredRate.Predicted }, rounds).Span[0].Rate);
    }

    [Fact]
    public void The_carried_rate_is_the_refit_one_or_the_last_used()
    {
        HintedRound[] rounds = [new(new(16, 20, 0.8), 1), new(new(8, 20, 0.42), 0)];
        var refit = HintSchedule.End(Options, 20, null, rounds);
        Assert.Equal(0.6, refit.CarriedRate!.Value, 1e-6);
        Assert.NotNull(refit.Fit);
        Assert.Equal(0.4, HintSchedule.End(new() { Carry = CarriedRate.LastUsed }, 20, null, rounds).CarriedRate);
        Assert.Equal(0.42, HintSchedule.End(new() { Carry = CarriedRate.LastUsed, StoredRate = StoredRate.Predicted }, 20, null, rounds).CarriedRate);
    }

    [Fact]
    public void A_failed_fit_falls_back_to_bisection()
    {
        ItemResponsePoint[] points = [new(0.2, 0.1), new(0.6, 0.9), new(0.4, 0.3), new(0, 0), new(1, 1)];
        Assert.Equal(0.5, HintSchedule.Bisection(0.5, points), 1e-12);
        Assert.Equal(0.5, HintSchedule.Next(Options, 10, null, [new(new(2, 10, 0.2), double.NegativeInfinity), new(new(8, 10, 0.8), double.PositiveInfinity)]).PredictedRate, 1e-12);
    }

    [Fact]
    public void A_round_without_a_verdict_teaches_nothing()
    {
        Assert.Equal(HintSchedule.Next(Options, 10, 0.3, []), HintSchedule.Next(Options, 10, 0.3, [new(new(3, 10, 0.3), double.NaN)]));
        Assert.Equal(new VisitEnd(0.3, null), HintSchedule.End(Options, 10, 0.3, [new(new(3, 10, 0.3), double.NaN)]));
    }

    [Fact]
    public void Accuracy_counts_rewards_from_the_threshold_up_and_leaves_out_verifier_errors()
    {
        Assert.Equal(2.0 / 3, HintedRound.From(Options, Hint.None(4), [1, 0.5, 0.49, double.NaN]).Accuracy, 1e-12);
        Assert.True(double.IsNaN(HintedRound.From(Options, Hint.None(4), [double.NaN]).Accuracy));
    }

    [Fact]
    public void A_visit_that_is_dropped_out_has_no_hint_and_leaves_the_carried_rate()
    {
        Assert.Equal(Hint.None(10), HintSchedule.Next(Options, 10, 0.7, [], droppedOut: true));
        Assert.Equal(new VisitEnd(0.7, null), HintSchedule.End(Options, 10, 0.7, [new(Hint.None(10), 0)], droppedOut: true));
    }

    [Fact]
    public void Dropout_takes_its_share_of_visits_and_the_same_ones_again()
    {
        var options = new HintOptions { Dropout = 0.25 };
        bool[] Draw(ulong seed) => [.. Enumerable.Range(0, 4000).Select(index => HintSchedule.IsDroppedOut(options, new VisitId(new("p"), index), seed))];
        Assert.InRange(Draw(7).Count(dropped => dropped), 900, 1100);
        Assert.Equal(Draw(7), Draw(7));
        Assert.NotEqual(Draw(7), Draw(8));
        Assert.False(HintSchedule.IsDroppedOut(Options, new VisitId(new("p"), 0), 7));
        Assert.True(HintSchedule.IsDroppedOut(new() { Dropout = 1 }, new VisitId(new("p"), 0), 7));
    }

    [Fact]
    public void Rounds_that_are_remembered_count_their_weight()
    {
        var points = MarginPoints.Of(Options, [new(new(2, 4, 0.5), 1)], [new(new(2, 4, 0.5), 0, 1), new(new(3, 4, 0.75), 1, 0.5), new(new(1, 4, 0.25), double.NaN, 0.5)]);
        Assert.Equal(1, points.ObservedCount);
        Assert.Equal([new(0.5, 0.5, 2), new(0.75, 1, 0.5), new(0, 0), new(1, 1)], points.Span.ToArray());
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.5, true)]
    public void A_response_that_rises_within_a_few_units_is_met_with_memory_and_missed_without(double memory, bool isMet)
    {
        // A learning policy: each visit needs two units less of a hundred; without memory every visit searches the whole solution anew.
        var (options, sum) = (new HintOptions { Memory = memory }, 0.0);
        for (var problem = 0; problem < 200; problem++)
        {
            var (state, random) = (new ProblemState(), new Random(problem));
            for (var visit = 0; visit < 5; visit++)
            {
                var truth = new ThreeParameterModel(200, -(0.95 - 0.02 * visit - 0.001 * problem), 0.05);
                state = Visited(options, state, visit, rate => Enumerable.Range(0, options.RolloutsPerRound).Count(_ => random.NextDouble() < truth.Value(rate)));
            }

            sum += state.Visits[^1].Rounds[2..].Average(round => round.SuccessCount / 8.0) / 200;
        }

        Assert.Equal(isMet, Math.Abs(sum - options.TargetAccuracy) < 0.1);
    }

    private static ProblemState Visited(HintOptions options, ProblemState state, int ordinal, Func<double, int> successes)
    {
        var progress = VisitProgress.For(options, state, new(new("p"), ordinal), runSeed: 1);
        var visit = progress.Begin(ordinal, unitCount: 100);
        for (var round = 0; visit.NextHint is { } hint; round++) visit = progress.Record(visit, new(round, 0, successes(hint.Rate), options.RolloutsPerRound));
        return progress.End(state, visit);
    }

    [Fact]
    public void Any_rounds_give_a_hint_inside_the_solution() =>
        Gen.Select(Gen.Int[2, 50], Gen.Int[0, 8].Array[0, 4], Gen.Double[0.05, 0.95]).Sample((unitCount, successes, target) =>
        {
            var (options, rounds) = (new HintOptions { TargetAccuracy = target }, new List<HintedRound>());
            foreach (var count in successes)
            {
                var hint = HintSchedule.Next(options, unitCount, null, rounds);
                Assert.InRange(hint.ShownCount, 0, unitCount - 1);
                Assert.InRange(hint.PredictedRate, 0, 1);
                rounds.Add(new(hint, count / 8.0));
            }

            if (rounds.Count > 0) Assert.InRange(HintSchedule.End(options, unitCount, null, rounds).CarriedRate!.Value, 0, 1);
        }, seed: "0N0XIzNsQ0O2", iter: 2000);

    private static Hint After(Hint hint, double accuracy) => HintSchedule.Next(Options, hint.UnitCount, null, [new(hint, accuracy)]);
}
