using System.Numerics;
using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Equality;

/// <summary>Functions in floating point with their error bounds.</summary>
internal static class NumericFunctions
{
    /// <summary>Applies a function; <see cref="Approximation.None"/> outside its domain.</summary>
    public static Approximation Apply(FunctionName function, Approximation argument, Approximation? second, bool isComplex)
    {
        if (!argument.HasValue || second is { HasValue: false }) return Approximation.None;
        if (!argument.IsReal) return OfComplex(function, argument);
        var value = argument.Value.Real;
        return function switch
        {
            FunctionName.Sin => argument.Through(Math.Sin(value), 1),
            FunctionName.Cos => argument.Through(Math.Cos(value), 1),
            FunctionName.Tan => argument.Through(Math.Sin(value), 1) / argument.Through(Math.Cos(value), 1),
            FunctionName.Cot => argument.Through(Math.Cos(value), 1) / argument.Through(Math.Sin(value), 1),
            FunctionName.Sec => Approximation.Of(1) / argument.Through(Math.Cos(value), 1),
            FunctionName.Csc => Approximation.Of(1) / argument.Through(Math.Sin(value), 1),
            FunctionName.Arcsin => argument.Through(Math.Asin(value), Slope(value)),
            FunctionName.Arccos => argument.Through(Math.Acos(value), Slope(value)),
            FunctionName.Arctan => argument.Through(Math.Atan(value), 1),
            FunctionName.Sinh => argument.Through(Math.Sinh(value), Math.Cosh(value)),
            FunctionName.Cosh => argument.Through(Math.Cosh(value), Math.Abs(Math.Sinh(value))),
            FunctionName.Tanh => argument.Through(Math.Tanh(value), 1),
            FunctionName.Ln => Logarithm(argument, isComplex),
            FunctionName.Log => second is { } radix ? Logarithm(argument, isComplex) / Logarithm(radix, isComplex) : Approximation.None,
            FunctionName.Abs => argument.Through(Math.Abs(value), 1),
            FunctionName.Floor => Stepped(argument, Math.Floor(value)),
            FunctionName.Ceiling => Stepped(argument, Math.Ceiling(value)),
            FunctionName.Factorial => Factorial(argument),
            FunctionName.Binomial => second is { } chosen ? Binomial(argument, chosen) : Approximation.None,
            _ => Approximation.None,
        };
    }

    private static Approximation OfComplex(FunctionName function, Approximation argument) => function switch
    {
        FunctionName.Abs => argument.Through(argument.Size, 1),
        FunctionName.Ln when argument.Size > 0 => argument.Through(Complex.Log(argument.Value), 1 / argument.Size),
        FunctionName.Sin => argument.Through(Complex.Sin(argument.Value), Complex.Abs(Complex.Cos(argument.Value))),
        FunctionName.Cos => argument.Through(Complex.Cos(argument.Value), Complex.Abs(Complex.Sin(argument.Value))),
        _ => Approximation.None,
    };

    private static double Slope(double value) => 1 / Math.Sqrt(Math.Max(1e-12, 1 - value * value));

    private static Approximation Logarithm(Approximation argument, bool isComplex)
    {
        if (argument.Size <= 4 * argument.Error) return Approximation.None;
        if (argument.Value.Real > 0) return argument.Through(Math.Log(argument.Value.Real), 1 / argument.Size);
        return isComplex ? argument.Through(Complex.Log(argument.Value), 1 / argument.Size) : Approximation.None;
    }

    // On a step it is unknown which side is meant.
    private static Approximation Stepped(Approximation argument, double step)
    {
        var distance = Math.Abs(argument.Value.Real - Math.Round(argument.Value.Real));
        return distance <= 4 * argument.Error && argument.Error > 0 ? Approximation.None : Approximation.Of(step);
    }

    private static Approximation Factorial(Approximation argument)
    {
        if (!IsSmallWhole(argument)) return Approximation.None;
        var product = 1.0;
        for (var factor = 2; factor <= argument.Value.Real; factor++) product *= factor;
        return Approximation.Of(product);
    }

    private static Approximation Binomial(Approximation count, Approximation chosen)
    {
        if (!IsSmallWhole(count) || !IsSmallWhole(chosen)) return Approximation.None;
        var result = 1.0;
        for (var place = 1; place <= chosen.Value.Real; place++) result *= (count.Value.Real - chosen.Value.Real + place) / place;
        return Approximation.Of(Math.Round(result));
    }

    private static bool IsSmallWhole(Approximation value) =>
        value.IsReal && value.Value.Real is >= 0 and <= 60 && value.Value.Real == Math.Round(value.Value.Real) && value.Error < 1e-9;
}
