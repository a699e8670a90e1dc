using System.Numerics;

namespace Rollouts.Core.Verification.Equality;

/// <summary>A number in floating point with a bound on its rounding error, carried along as in a running error analysis.</summary>
/// <param name="Value">Real unless the imaginary unit is in play; not a number where there is no value.</param>
/// <param name="Error">Greatest distance from the exact value, to first order.</param>
internal readonly record struct Approximation(Complex Value, double Error)
{
    private const double Unit = 2.3e-16;

    public static readonly Approximation None = new(new(double.NaN, double.NaN), double.NaN);

    public bool HasValue => double.IsFinite(Value.Real) && double.IsFinite(Value.Imaginary) && double.IsFinite(Error);

    public bool IsReal => Value.Imaginary == 0;

    public double Size => Complex.Abs(Value);

    public static Approximation Of(double value) => new(value, Unit * Math.Abs(value));

    public static Approximation operator +(Approximation left, Approximation right) => Rounded(left.Value + right.Value, left.Error + right.Error);

    public static Approximation operator -(Approximation left, Approximation right) => Rounded(left.Value - right.Value, left.Error + right.Error);

    public static Approximation operator *(Approximation left, Approximation right) =>
        Rounded(left.Value * right.Value, left.Size * right.Error + right.Size * left.Error + left.Error * right.Error);

    public static Approximation operator /(Approximation left, Approximation right)
    {
        if (right.Size <= 4 * right.Error) return None; // it may be 0
        var quotient = left.Value / right.Value;
        return Rounded(quotient, (left.Error + Complex.Abs(quotient) * right.Error) / (right.Size - right.Error));
    }

    /// <summary>The result of a function.</summary>
    /// <param name="value">f of the value.</param>
    /// <param name="slope">|f'| there: how much of the error goes on.</param>
    public Approximation Through(Complex value, double slope) => Rounded(value, slope * Error);

    /// <summary>Whether the two can be the same number, and both are exact enough to tell.</summary>
    public bool Agrees(Approximation other)
    {
        var bound = 4 * (Error + other.Error);
        return HasValue && other.HasValue && bound <= 1e-9 * Math.Max(1, Math.Max(Size, other.Size)) && Complex.Abs(Value - other.Value) <= bound;
    }

    private static Approximation Rounded(Complex value, double error) => new(value, error + 2 * Unit * Complex.Abs(value));
}
