namespace Rollouts.Core.ItemResponse;

/// <summary>Gradient and curvature of half the weighted sum of squares at one point of the parameter space, in the coordinates
/// (k, c = k·μ, b); the curvature is a symmetric 3 x 3 matrix, given by its entries.</summary>
/// <remarks>The logistic's argument k·p + c is linear in these coordinates, so the valley of curves through one point is straight.</remarks>
internal readonly record struct NormalEquations(
    double Kk, double Kc, double Kb, double Cc, double Cb, double Bb, double Gk, double Gc, double Gb)
{
    /// <summary>Σ w (f(p) - a)².</summary>
    public static double SumOfSquares(ReadOnlySpan<ItemResponsePoint> points, in ThreeParameterModel model)
    {
        double sum = 0;
        foreach (ref readonly var point in points)
        {
            var residual = Terms.At(point, model).Residual;
            sum += point.Weight * residual * residual;
        }

        return sum;
    }

    /// <summary>The equations at a model; <paramref name="curved"/> adds the residuals' own curvature to JᵀWJ (Newton instead of Gauss-Newton).</summary>
    public static NormalEquations At(ReadOnlySpan<ItemResponsePoint> points, in ThreeParameterModel model, bool curved)
    {
        double kk = 0, kc = 0, kb = 0, cc = 0, cb = 0, bb = 0, gk = 0, gc = 0, gb = 0;
        foreach (ref readonly var point in points)
        {
            var (residual, logistic, complement) = Terms.At(point, model);
            var s = logistic * complement;
            var slope = (1 - model.B) * s;
            var steep = point.Weight * slope * (slope + (curved ? (complement - logistic) * residual : 0));
            var cross = point.Weight * s * ((1 - model.B) * complement - (curved ? residual : 0));
            var (p, pull) = (point.Rate, point.Weight * slope * residual);
            (kk, kc, cc) = (kk + steep * p * p, kc + steep * p, cc + steep);
            (kb, cb, bb) = (kb + cross * p, cb + cross, bb + point.Weight * complement * complement);
            (gk, gc, gb) = (gk + pull * p, gc + pull, gb + point.Weight * complement * residual);
        }

        return new(kk, kc, kb, cc, cb, bb, gk, gc, gb);
    }

    /// <summary>The equations of the others when k is moved by a known amount.</summary>
    public NormalEquations MoveK(double by) => this with { Kk = 0, Kc = 0, Kb = 0, Gk = 0, Gc = Gc + Kc * by, Gb = Gb + Kb * by };

    /// <summary>The equations of the others when b is moved by a known amount.</summary>
    public NormalEquations MoveB(double by) => this with { Bb = 0, Kb = 0, Cb = 0, Gb = 0, Gk = Gk + Kb * by, Gc = Gc + Cb * by };

    /// <summary>The equations of k and b when μ has a known value, so that c moves by μ·(step of k) + <paramref name="offset"/>.</summary>
    public NormalEquations TieC(double mu, double offset) => this with
    {
        Kk = Kk + 2 * mu * Kc + mu * mu * Cc, Kb = Kb + mu * Cb, Kc = 0, Cc = 0, Cb = 0,
        Gk = Gk + mu * Gc + (Kc + mu * Cc) * offset, Gb = Gb + Cb * offset, Gc = 0,
    };

    /// <summary>The step that solves (C + λ·|diag C|) δ = -g by Cholesky's factors.</summary>
    /// <returns>Null where the damped curvature is not positive definite.</returns>
    public (double K, double C, double B)? Step(double damping)
    {
        var first = Damped(Kk, damping);
        if (!(first > 0)) return null;
        var (l, m) = (Kc / first, Kb / first);
        var second = Damped(Cc, damping) - l * Kc;
        if (!(second > 0)) return null;
        var n = (Cb - m * Kc) / second;
        var third = Damped(Bb, damping) - m * Kb - n * n * second;
        if (!(third > 0)) return null;
        var c = -Gc + l * Gk;
        var b = (-Gb + m * Gk - n * c) / third;
        c = c / second - n * b;
        return (-Gk / first - l * c - m * b, c, b);
    }

    // A parameter that is held, or saturated, has no curvature at all; any positive number lets the others through.
    private static double Damped(double diagonal, double damping) => diagonal == 0 ? 1 : diagonal + damping * Math.Abs(diagonal);

    private readonly record struct Terms(double Residual, double Logistic, double Complement)
    {
        // Of the two forms of f - a the one that does not cancel: near a perfect fit the residual is all that is left to descend on.
        public static Terms At(in ItemResponsePoint point, in ThreeParameterModel model)
        {
            var exponential = Math.Exp(-model.K * Math.Abs(point.Rate + model.Mu));
            var near = 1 / (1 + exponential);
            var far = exponential * near;
            return point.Rate + model.Mu >= 0
                ? new(1 - point.Accuracy - (1 - model.B) * far, near, far)
                : new(model.B - point.Accuracy + (1 - model.B) * far, far, near);
        }
    }
}
