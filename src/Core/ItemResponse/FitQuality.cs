namespace Rollouts.Core.ItemResponse;

/// <summary>Whether the data determine a fit.</summary>
internal static class FitQuality
{
    // Parameters are undetermined where these moves change the sum of squares by less than Unseen.
    private const double RelativeMoveOfK = 0.1;
    private const double MoveOfMu = 0.01;
    private const double MoveOfB = 0.01;
    private const double Unseen = 1e-6;

    public static FitStatus Of(ReadOnlySpan<ItemResponsePoint> points, in ThreeParameterModel model, ItemResponseBounds bounds)
    {
        if (HasFewerThanThreeRates(points) || IsFlat(points, model, bounds)) return FitStatus.UnderDetermined;
        var atBound = model.K <= bounds.KMinimum || model.K >= bounds.KMaximum
            || model.Mu <= bounds.MuMinimum || model.Mu >= bounds.MuMaximum || model.B <= 0 || model.B >= bounds.BMaximum;
        return atBound ? FitStatus.AtBound : FitStatus.Converged;
    }

    private static bool HasFewerThanThreeRates(ReadOnlySpan<ItemResponsePoint> points)
    {
        if (points.Length < 3) return true;
        var (first, second) = (points[0].Rate, double.NaN);
        foreach (ref readonly var point in points)
        {
            if (point.Rate == first || point.Rate == second) continue;
            if (!double.IsNaN(second)) return false;
            second = point.Rate;
        }

        return true;
    }

    // A discrimination on its upper bound says "steeper than can be told"; its own flatness is no news.
    private static bool IsFlat(ReadOnlySpan<ItemResponsePoint> points, in ThreeParameterModel model, ItemResponseBounds bounds)
    {
        var at = NormalEquations.At(points, model, curved: false);
        var (mu, k) = (model.Mu, model.K);
        var (dk, dm, db) = (RelativeMoveOfK * k, MoveOfMu, MoveOfB);
        var fixK = k >= bounds.KMaximum || Holds(k, bounds.KMinimum, bounds.KMaximum, at.Gk + mu * at.Gc, dk);
        var fixMu = Holds(mu, bounds.MuMinimum, bounds.MuMaximum, k * at.Gc, dm);
        var fixB = Holds(model.B, 0, bounds.BMaximum, at.Gb, db);
        double Entry(bool held, double value) => held ? 0 : value;
        double Diagonal(bool held, double value) => held ? 1 : value - Unseen;
        var moved = new NormalEquations(
            Diagonal(fixK, dk * dk * (at.Kk + 2 * mu * at.Kc + mu * mu * at.Cc)),
            Entry(fixK || fixMu, dk * dm * k * (at.Kc + mu * at.Cc)),
            Entry(fixK || fixB, dk * db * (at.Kb + mu * at.Cb)),
            Diagonal(fixMu, dm * dm * k * k * at.Cc),
            Entry(fixMu || fixB, dm * db * k * at.Cb),
            Diagonal(fixB, db * db * at.Bb), 0, 0, 0);
        return moved.Step(0) is null;
    }

    private static bool Holds(double value, double minimum, double maximum, double gradient, double move) =>
        (value <= minimum && gradient * move > Unseen) || (value >= maximum && -gradient * move > Unseen);
}
