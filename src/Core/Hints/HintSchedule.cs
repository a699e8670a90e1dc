using Rollouts.Core.ItemResponse;
using Rollouts.Core.Rollouts;

namespace Rollouts.Core.Hints;

/// <summary>How much of the solution each round of a visit shows: SEELE's schedule (arXiv 2509.06923 §4.2, App. B Algorithm 1).</summary>
/// <remarks>The first round uses the rate carried from the last visit, else all but the last unit (A3). Every later round fits the item
/// response to the rounds so far and asks for the rate that meets the target accuracy. Pure: the same rounds give the same hint.</remarks>
public static class HintSchedule
{
    /// <summary>The hint of the next round.</summary>
    /// <param name="options">The schedule.</param>
    /// <param name="unitCount">L, units of the solution; 0 where there is none.</param>
    /// <param name="carriedRate">Rate left by the last visit, in [0, 1]; null on the first.</param>
    /// <param name="rounds">The visit's finished rounds in order; fewer than <see cref="HintOptions.Rounds"/>.</param>
    /// <param name="droppedOut">Whether <see cref="IsDroppedOut"/> drew this visit.</param>
    /// <param name="earlier">Rounds of the visit before that count in the fit, each with its weight.</param>
    public static Hint Next(
        HintOptions options, int unitCount, double? carriedRate, IReadOnlyList<HintedRound> rounds, bool droppedOut = false,
        IReadOnlyList<HintedRound>? earlier = null)
    {
        if (!Applies(options, unitCount, droppedOut)) return Hint.None(unitCount);
        var points = MarginPoints.Of(options, rounds, earlier);
        var rate = points.ObservedCount == 0 ? FirstRate(unitCount, carriedRate) : RateFor(options, points, out _);
        return new(ShownCount(options, unitCount, rate), unitCount, rate);
    }

    /// <summary>The end of a visit: the rate to carry (A5) and the fit over all its rounds.</summary>
    public static VisitEnd End(
        HintOptions options, int unitCount, double? carriedRate, IReadOnlyList<HintedRound> rounds, bool droppedOut = false,
        IReadOnlyList<HintedRound>? earlier = null)
    {
        if (!Applies(options, unitCount, droppedOut)) return new(carriedRate, null);
        var points = MarginPoints.Of(options, rounds, earlier);
        if (points.ObservedCount == 0) return new(carriedRate, null);
        var refit = RateFor(options, points, out var fit);
        return new(options.Carry == CarriedRate.Refit ? refit : StoredRateOf(options, rounds[^1].Hint), fit);
    }

    /// <summary>Whether a visit is left without hints (<see cref="HintOptions.Dropout"/>); follows from the run's seed and the visit alone.</summary>
    public static bool IsDroppedOut(HintOptions options, VisitId visit, ulong runSeed)
    {
        // Index -1 is no rollout's, so the draw is independent of every rollout's seed.
        var bits = new RolloutId(visit, 0, -1).Seed(runSeed) >> 11;
        return bits * (1.0 / (1UL << 53)) < options.Dropout;
    }

    /// <summary>The rate that is stored for a hint (A4).</summary>
    internal static double StoredRateOf(HintOptions options, Hint hint) =>
        options.StoredRate == StoredRate.Realised ? hint.Rate : hint.PredictedRate;

    // With one unit and no full hints there is nothing that could be shown (A8).
    private static bool Applies(HintOptions options, int unitCount, bool droppedOut) =>
        options.Enabled && !droppedOut && unitCount > (options.AllowFull ? 0 : 1);

    private static double FirstRate(int unitCount, double? carriedRate) =>
        Math.Clamp(carriedRate ?? (unitCount - 1.0) / unitCount, 0, 1);

    private static int ShownCount(HintOptions options, int unitCount, double rate) =>
        Math.Min((int)Math.Floor(rate * unitCount + 0.5 + 1e-6), options.AllowFull ? unitCount : unitCount - 1);

    // A7: the curve is monotone, so a rate outside [0, 1] is projected; a target below the floor needs no hint.
    private static double RateFor(HintOptions options, MarginPoints points, out ItemResponseFit fit)
    {
        fit = ItemResponseFitter.Fit(points.Span, ItemResponseBounds.ForTarget(options.TargetAccuracy));
        if (fit.Status == FitStatus.Failed) return Bisection(options.TargetAccuracy, points.Span);
        var rate = fit.Model.Inverse(options.TargetAccuracy) ?? 0;
        return double.IsFinite(rate) ? Math.Clamp(rate, 0, 1) : Bisection(options.TargetAccuracy, points.Span);
    }

    /// <summary>Half way between the largest rate that falls short of the target and the smallest that meets it (A7).</summary>
    internal static double Bisection(double target, ReadOnlySpan<ItemResponsePoint> points)
    {
        var (low, high) = (0.0, 1.0);
        foreach (ref readonly var point in points)
        {
            if (point.Accuracy < target) low = Math.Max(low, point.Rate);
            else if (point.Accuracy >= target) high = Math.Min(high, point.Rate);
        }

        return (low + high) / 2;
    }
}
