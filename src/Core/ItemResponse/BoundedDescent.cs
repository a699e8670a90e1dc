namespace Rollouts.Core.ItemResponse;

/// <summary>Levenberg-Marquardt in a box: damped steps on the parameters that are free to move, clipped to the bounds.</summary>
/// <remarks>Marquardt 1963 with the active set of a projected gradient: a parameter on its bound that would be pushed out of the box
/// is held for the iteration. Newton's curvature is used where it is positive definite, Gauss-Newton's elsewhere: where a curve
/// passes steeply between right and wrong the residuals are exponential tails, and Gauss-Newton alone overshoots for ever. Only steps that lower the sum of
/// squares are taken, so the result is never worse than the start. Where all is wrong up to one rate and right from another far to its right, any step
/// between them fits; there the descent is plain Gauss-Newton and ends as soon as the residuals vanish, so that the start decides (A6).</remarks>
internal ref struct BoundedDescent(ReadOnlySpan<ItemResponsePoint> points, ItemResponseBounds bounds, ThreeParameterModel start)
{
    private const int IterationLimit = 200;
    private const double RelativeDecrease = 1e-12;
    private const double Separated = 1e-11;
    private readonly ReadOnlySpan<ItemResponsePoint> _points = points;
    private readonly bool _slides = Slides(points, bounds);

    public ThreeParameterModel Model { get; private set; } = start;
    public double SumOfSquares { get; private set; } = NormalEquations.SumOfSquares(points, start);
    public int Iterations { get; private set; }

    /// <summary>Descends until nothing is gained any more or the iterations are used up.</summary>
    public void Run()
    {
        var damping = 1e-3;
        for (var small = 0; Iterations < IterationLimit && small < 2; Iterations++)
        {
            var before = SumOfSquares;
            if (_slides && before < Separated) return;
            if (!TryStep(curved: !_slides, ref damping) && !TryStep(curved: false, ref damping)) return;
            small = before - SumOfSquares <= RelativeDecrease * before ? small + 1 : 0;
        }
    }

    // All wrong to the left, all right to the right, and so far between that even the steepest curve slides freely.
    private static bool Slides(ReadOnlySpan<ItemResponsePoint> points, ItemResponseBounds bounds)
    {
        var (wrong, right) = (bounds.MuMinimum, double.PositiveInfinity);
        foreach (ref readonly var point in points)
        {
            if (point.Accuracy == 0) wrong = Math.Max(wrong, point.Rate);
            else if (point.Accuracy == 1) right = Math.Min(right, point.Rate);
            else return false;
        }

        return 2 * Math.Exp(-bounds.KMaximum * (right - wrong)) < 1e-13;
    }

    private bool TryStep(bool curved, ref double damping)
    {
        var equations = NormalEquations.At(_points, Model, curved);
        for (var trial = Math.Max(damping, 1e-12); trial < 1e9; trial *= 8)
        {
            if (Inside(equations, trial) is not { } candidate) { if (curved) return false; else continue; }
            var sum = NormalEquations.SumOfSquares(_points, candidate);
            if (!(sum < SumOfSquares)) continue;
            (Model, SumOfSquares, damping) = (candidate, sum, trial / 16);
            return true;
        }

        return false;
    }

    // A parameter whose step leaves the box goes to its bound, and the others are solved for again with that known.
    private readonly ThreeParameterModel? Inside(NormalEquations equations, double damping)
    {
        var (k, mu, b) = (Model.K, Model.Mu, Model.B);
        for (var tied = false; ;)
        {
            if (equations.Step(damping) is not { } step) return null;
            var next = new ThreeParameterModel(k + step.K, tied ? mu : (Model.K * Model.Mu + step.C) / (k + step.K), b + step.B);
            if (next.B < 0 || next.B > bounds.BMaximum)
            {
                b = next.B < 0 ? 0 : bounds.BMaximum;
                equations = equations.MoveB(b - Model.B);
            }
            else if (next.K < bounds.KMinimum || next.K > bounds.KMaximum)
            {
                k = next.K < bounds.KMinimum ? bounds.KMinimum : bounds.KMaximum;
                equations = equations.MoveK(k - Model.K);
            }
            else if (!tied && !(next.Mu >= bounds.MuMinimum && next.Mu <= bounds.MuMaximum))
            {
                (tied, mu) = (true, next.Mu < bounds.MuMinimum ? bounds.MuMinimum : bounds.MuMaximum);
                equations = equations.TieC(mu, mu * k - Model.K * Model.Mu);
            }
            else
            {
                return next;
            }
        }
    }
}
