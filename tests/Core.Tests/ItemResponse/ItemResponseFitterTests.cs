using CsCheck;
using Rollouts.Core.ItemResponse;

namespace Rollouts.Core.Tests.ItemResponse;

public sealed class ItemResponseFitterTests
{
    private static readonly ItemResponseBounds Bounds = new();

    [Fact]
    public void Five_points_with_a_unique_fit() =>
        AssertFit(9.7713, -0.53111, 0.00704, 7.0400e-3, 0.5297, FitStatus.Converged, (0.8, 1), (0.4, 0.25), (0.6, 0.625), (0, 0), (1, 1));

    [Fact]
    public void A_guessing_floor_is_found() =>
        AssertFit(11.4169, -0.53747, 0.24218, 1.2164e-4, 0.4795, FitStatus.Converged, (0, 0.25), (0.2, 0.25), (0.4, 0.375), (0.6, 0.75), (1, 1));

    [Fact]
    public void A_round_on_target_puts_the_discrimination_on_its_bound() =>
        AssertFit(50, -0.8, 0, 2e-9, 0.8, FitStatus.AtBound, (0.8, 0.5), (0, 0), (1, 1));

    [Fact]
    public void A_failed_round_puts_the_rise_half_way_to_the_whole_solution() =>
        AssertFit(50, -0.9, 0, 8.96e-5, 0.9, FitStatus.AtBound, (0.8, 0), (0, 0), (1, 1));

    [Fact]
    public void One_solved_round_determines_nothing_and_the_start_decides()
    {
        var fit = Fit((0.8, 1), (0, 0), (1, 1));
        Assert.Equal(FitStatus.UnderDetermined, fit.Status);
        Assert.Equal(0.42, fit.Model.Inverse(0.5)!.Value, 0.005);
    }

    [Fact]
    public void A_problem_solved_without_a_hint_needs_none_and_says_it_is_under_determined()
    {
        var fit = Fit((0, 0.625), (0.8, 1), (1, 1));
        Assert.Equal(FitStatus.UnderDetermined, fit.Status);
        Assert.True(fit.SumOfSquares < 1e-9);
        Assert.True(fit.Model.Inverse(0.5) < 0);
    }

    [Fact]
    public void Two_rates_cannot_determine_three_parameters() => Assert.Equal(FitStatus.UnderDetermined, Fit((0, 0), (1, 1)).Status);

    [Fact]
    public void No_points_leave_the_start() => Assert.Equal((ItemResponseFitter.Start, FitStatus.UnderDetermined), (Fit().Model, Fit().Status));

    [Theory]
    [InlineData(double.NaN, 0.5, 1)]
    [InlineData(0.5, double.PositiveInfinity, 1)]
    [InlineData(0.5, 0.5, 0)]
    public void An_unusable_point_is_a_failed_fit(double rate, double accuracy, double weight) =>
        Assert.Equal(FitStatus.Failed, ItemResponseFitter.Fit([new(rate, accuracy, weight), new(0, 0), new(1, 1)], Bounds).Status);

    [Fact]
    public void The_fit_recovers_the_parameters_that_made_the_data() =>
        Gen.Select(Gen.Double[4, 25], Gen.Double[-0.75, -0.25], Gen.Double[0, 0.4]).Sample((k, mu, b) =>
        {
            var truth = new ThreeParameterModel(k, mu, b);
            var fit = ItemResponseFitter.Fit([.. Enumerable.Range(0, 21).Select(i => new ItemResponsePoint(i / 20.0, truth.Value(i / 20.0)))], Bounds);
            Assert.Equal(k, fit.K, k * 1e-4);
            Assert.Equal(mu, fit.Mu, 1e-5);
            Assert.Equal(b, fit.B, 1e-5);
        }, seed: "0N0XIzNsQ0O2", iter: 300);

    [Fact]
    public void The_fit_stays_in_its_box_and_is_never_worse_than_its_start() => ItemResponseData.Points.Sample(points =>
    {
        var fit = ItemResponseFitter.Fit(points, Bounds);
        Assert.InRange(fit.K, Bounds.KMinimum, Bounds.KMaximum);
        Assert.InRange(fit.Mu, Bounds.MuMinimum, Bounds.MuMaximum);
        Assert.InRange(fit.B, 0, Bounds.BMaximum);
        Assert.True(fit.SumOfSquares <= NormalEquations.SumOfSquares(points, ItemResponseFitter.Start));
        Assert.Equal(fit.SumOfSquares, NormalEquations.SumOfSquares(points, fit.Model), 1e-15);
    }, seed: "0N0XIzNsQ0O2", iter: 2000);

    [Fact]
    public void The_order_of_the_points_does_not_matter() => ItemResponseData.Points.Sample(points =>
    {
        var reversed = points.Reverse().ToArray();
        Assert.Equal(ItemResponseFitter.Fit(points, Bounds), ItemResponseFitter.Fit(reversed, Bounds));
    }, seed: "0N0XIzNsQ0O2", iter: 500);

    [Fact]
    public void Of_a_grid_of_starts_hardly_any_finds_a_better_fit()
    {
        var better = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var points = ItemResponseData.Draw(new Random(seed));
            if (ItemResponseData.BestOfGrid(points, Bounds) < ItemResponseFitter.Fit(points, Bounds).SumOfSquares - 1e-6) better++;
        }

        Assert.True(better <= 2, $"{better} of 400 fits end in a worse minimum than another start finds.");
    }

    [Fact]
    public void A_floor_bound_below_the_target_keeps_the_target_attainable()
    {
        var bounds = ItemResponseBounds.ForTarget(0.25);
        Assert.Equal(0.24, bounds.BMaximum, 1e-12);
        Assert.NotNull(ItemResponseFitter.Fit([new(0, 0.5), new(0.5, 0.5), new(1, 1)], bounds).Model.Inverse(0.25));
        Assert.Equal(0, ItemResponseBounds.ForTarget(0.005).BMaximum);
    }

    private static ItemResponseFit Fit(params (double Rate, double Accuracy)[] points) =>
        ItemResponseFitter.Fit([.. points.Select(point => new ItemResponsePoint(point.Rate, point.Accuracy))], Bounds);

    private static void AssertFit(double k, double mu, double b, double sum, double inverse, FitStatus status, params (double, double)[] points)
    {
        var fit = Fit(points);
        Assert.Equal(k, fit.K, 1e-4 * k);
        Assert.Equal(mu, fit.Mu, 1e-4);
        Assert.Equal(b, fit.B, 1e-4);
        Assert.Equal(sum, fit.SumOfSquares, Math.Max(1e-3 * sum, 1e-9));
        Assert.Equal(inverse, fit.Model.Inverse(0.5)!.Value, 1e-4);
        Assert.Equal(status, fit.Status);
    }
}
