namespace Rollouts.Core.ItemResponse;

/// <summary>Fits the three-parameter logistic to a problem's (rate, accuracy) points by bounded weighted least squares
/// (SEELE, arXiv 2509.06923 eq. 13; A6).</summary>
public static class ItemResponseFitter
{
    // More points than a visit and its memory have; beyond them the copy is on the heap.
    private const int FewPoints = 32;

    // A sum of squares below this cannot be improved by anything that a rollout count could show.
    private const double GoodEnough = 1e-6;

    /// <summary>Where every fit starts (A6).</summary>
    public static readonly ThreeParameterModel Start = new(10, -0.5, 0);

    /// <summary>Fits; deterministic, allocates the result only.</summary>
    /// <param name="points">Distinct rates with their mean accuracies and weights, margins included; their order changes nothing.</param>
    /// <param name="bounds">The box.</param>
    /// <returns>The fit with an honest status; <see cref="FitStatus.Failed"/> where a number is not finite or a weight not positive.</returns>
    public static ItemResponseFit Fit(ReadOnlySpan<ItemResponsePoint> points, ItemResponseBounds bounds)
    {
        Span<ItemResponsePoint> ordered = points.Length <= FewPoints ? stackalloc ItemResponsePoint[points.Length] : new ItemResponsePoint[points.Length];
        points.CopyTo(ordered);
        ordered.Sort(static (a, b) => (a.Rate, a.Accuracy, a.Weight).CompareTo((b.Rate, b.Accuracy, b.Weight)));
        return FitOrdered(ordered, bounds);
    }

    private static ItemResponseFit FitOrdered(ReadOnlySpan<ItemResponsePoint> points, ItemResponseBounds bounds)
    {
        var start = new ThreeParameterModel(
            Math.Clamp(Start.K, bounds.KMinimum, bounds.KMaximum), Math.Clamp(Start.Mu, bounds.MuMinimum, bounds.MuMaximum), Start.B);
        if (!AreUsable(points)) return new(start.K, start.Mu, start.B, double.NaN, 0, FitStatus.Failed);

        var best = new BoundedDescent(points, bounds, start);
        best.Run();
        var iterations = best.Iterations;
        foreach (ref readonly var point in points)
        {
            if (best.SumOfSquares < GoodEnough) break;
            var other = new BoundedDescent(points, bounds, SteepestThrough(point, points, bounds));
            if (other.SumOfSquares > 4 * best.SumOfSquares) continue;
            other.Run();
            iterations += other.Iterations;
            if (other.SumOfSquares < best.SumOfSquares) best = other;
        }

        var (k, mu, b) = best.Model;
        return new(k, mu, b, best.SumOfSquares, iterations, FitQuality.Of(points, best.Model, bounds));
    }

    private static bool AreUsable(ReadOnlySpan<ItemResponsePoint> points)
    {
        foreach (ref readonly var point in points)
            if (!double.IsFinite(point.Rate) || !double.IsFinite(point.Accuracy) || !(point.Weight > 0 && point.Weight < double.PositiveInfinity)) return false;
        return true;
    }

    // The other minimum, where there is one, is nearly a step: the floor is the mean of what lies left of it.
    private static ThreeParameterModel SteepestThrough(in ItemResponsePoint step, ReadOnlySpan<ItemResponsePoint> points, ItemResponseBounds bounds)
    {
        double sum = 0, weight = 0, left = double.NegativeInfinity;
        foreach (ref readonly var point in points)
        {
            if (point.Rate >= step.Rate) continue;
            (sum, weight, left) = (sum + point.Weight * point.Accuracy, weight + point.Weight, Math.Max(left, point.Rate));
        }

        var floor = weight > 0 ? Math.Clamp(sum / weight, 0, bounds.BMaximum) : 0;
        var centred = new ThreeParameterModel(bounds.KMaximum, 0, floor);
        var middle = left >= 0 ? (left + step.Rate) / 2 : step.Rate;
        var mu = centred.Inverse(step.Accuracy) is { } offset ? offset - step.Rate : -middle;
        return centred with { Mu = Math.Clamp(mu, bounds.MuMinimum, bounds.MuMaximum) };
    }
}
