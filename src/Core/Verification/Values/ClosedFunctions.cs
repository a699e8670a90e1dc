using System.Numerics;

namespace Rollouts.Core.Verification.Values;

/// <summary>Functions of exact numbers whose value is an exact number of moderate size.</summary>
internal static class ClosedFunctions
{
    private const int LargestFactorial = 500;
    private const int LargestExponent = 64;

    /// <summary>The value, or null where there is none or it is not exact.</summary>
    public static Rational? Evaluate(FunctionName function, Expression argument, Expression? second)
    {
        if (Fold.NumberOf(argument) is not { } value) return null;
        return function switch
        {
            FunctionName.Abs => value.Sign < 0 ? Rational.Negate(value) : value,
            FunctionName.Floor => Rational.Floor(value),
            FunctionName.Ceiling => Rational.Negate(Rational.Floor(Rational.Negate(value))),
            FunctionName.Factorial => Factorial(value),
            FunctionName.Ln when value.Equals(Rational.One) => Rational.Zero,
            FunctionName.Log when second is not null && Fold.NumberOf(second) is { } radix => Logarithm(value, radix),
            FunctionName.Binomial when second is not null && Fold.NumberOf(second) is { } chosen => Binomial(value, chosen),
            _ => null,
        };
    }

    private static Rational? Factorial(Rational value)
    {
        if (!value.IsWhole || value.Sign < 0 || value.Numerator > LargestFactorial) return null;
        var product = BigInteger.One;
        for (var factor = 2; factor <= (int)value.Numerator; factor++) product *= factor;
        return Rational.Of(product, 1);
    }

    private static Rational? Binomial(Rational count, Rational chosen)
    {
        if (!count.IsWhole || !chosen.IsWhole || count.Sign < 0 || chosen.Sign < 0) return null;
        if (chosen.CompareTo(count) > 0) return Rational.Zero;
        var fewer = BigInteger.Min(chosen.Numerator, count.Numerator - chosen.Numerator);
        if (fewer > LargestFactorial || count.Numerator.GetBitLength() > 32) return null;
        var result = BigInteger.One;
        for (var place = 1; place <= (int)fewer; place++) result = result * (count.Numerator - fewer + place) / place;
        return Rational.Of(result, 1);
    }

    // Exact where radix^(p/q) is the value for small p and q, which powers in whole numbers prove.
    private static Rational? Logarithm(Rational value, Rational radix)
    {
        if (value.Sign <= 0 || radix.Sign <= 0 || radix.Equals(Rational.One)) return null;
        var estimate = Math.Log(value.ToDouble()) / Math.Log(radix.ToDouble());
        for (var denominator = 1; denominator <= 12 && Math.Abs(estimate) < LargestExponent * 64; denominator++)
        {
            var numerator = (int)Math.Round(estimate * denominator);
            if (Math.Abs(estimate * denominator - numerator) > 1e-9) continue;
            var (left, right) = (Rational.Power(radix, Whole(numerator)), Rational.Power(value, Whole(denominator)));
            if (left is { } power && right is { } other && power.Equals(other)) return Rational.Of(numerator, denominator);
        }

        return null;
    }

    private static Rational Whole(int value) => Rational.Of(value, 1)!.Value;
}
