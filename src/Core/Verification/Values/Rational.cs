using System.Numerics;

namespace Rollouts.Core.Verification.Values;

/// <summary>An exact fraction of bounded size: a result whose numerator or denominator would need more than
/// <see cref="MaximumBits"/> bits is no result.</summary>
internal readonly struct Rational : IEquatable<Rational>, IComparable<Rational>
{
    public const int MaximumBits = 4096;

    private Rational(BigInteger numerator, BigInteger denominator) => (Numerator, Denominator) = (numerator, denominator);

    public BigInteger Numerator { get; }

    /// <summary>Positive; shares no factor with the numerator.</summary>
    public BigInteger Denominator { get; }

    public static Rational Zero { get; } = new(BigInteger.Zero, BigInteger.One);

    public static Rational One { get; } = new(BigInteger.One, BigInteger.One);

    public bool IsWhole => Denominator.IsOne;

    public bool IsZero => Numerator.IsZero;

    public int Sign => Numerator.Sign;

    /// <summary>Bits that it takes to write numerator and denominator: how finely a number can be chosen at this length.</summary>
    public long Bits => BigInteger.Abs(Numerator).GetBitLength() + Denominator.GetBitLength();

    public static Rational? Of(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero || !IsSmall(numerator) || !IsSmall(denominator)) return null;
        if (denominator.IsOne) return new(numerator, denominator);
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        return new(numerator / divisor, denominator / divisor);
    }

    public static Rational? Add(Rational left, Rational right) =>
        Of(left.Numerator * right.Denominator + right.Numerator * left.Denominator, left.Denominator * right.Denominator);

    public static Rational? Multiply(Rational left, Rational right) => Of(left.Numerator * right.Numerator, left.Denominator * right.Denominator);

    public static Rational? Divide(Rational left, Rational right) => Of(left.Numerator * right.Denominator, left.Denominator * right.Numerator);

    public static Rational Negate(Rational value) => new(-value.Numerator, value.Denominator);

    /// <summary>A whole power; null where the exponent is no whole number, where it is 0^0, or where the result would be too long.</summary>
    public static Rational? Power(Rational value, Rational exponent)
    {
        if (!exponent.IsWhole || value.IsZero && exponent.Sign <= 0 || BigInteger.Abs(exponent.Numerator) > MaximumBits) return null;
        var times = (int)BigInteger.Abs(exponent.Numerator);
        var longest = Math.Max(BigInteger.Abs(value.Numerator).GetBitLength(), value.Denominator.GetBitLength());
        if (longest > 1 && (longest - 1) * times > MaximumBits) return null;
        var (numerator, denominator) = (BigInteger.Pow(value.Numerator, times), BigInteger.Pow(value.Denominator, times));
        return exponent.Numerator.Sign < 0 ? Of(denominator, numerator) : Of(numerator, denominator);
    }

    /// <summary>The greatest whole number that is not above the value.</summary>
    public static Rational Floor(Rational value)
    {
        var quotient = BigInteger.DivRem(value.Numerator, value.Denominator, out var remainder);
        return new(remainder.Sign < 0 ? quotient - 1 : quotient, BigInteger.One);
    }

    /// <summary>The nearest double; infinite where none is near.</summary>
    public double ToDouble()
    {
        var shift = (int)(Denominator.GetBitLength() - BigInteger.Abs(Numerator).GetBitLength()) + 64;
        var scaled = shift >= 0 ? (Numerator << shift) / Denominator : Numerator / (Denominator << -shift);
        return Math.ScaleB((double)scaled, -shift);
    }

    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    public override string ToString() => IsWhole ? $"{Numerator}" : $"{Numerator}/{Denominator}";

    public bool Equals(Rational other) => Numerator == other.Numerator && Denominator == other.Denominator;

    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);

    private static bool IsSmall(BigInteger value) => value.GetBitLength() <= MaximumBits;
}
