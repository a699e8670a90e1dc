using System.Numerics;

namespace Rollouts.Core.Verification.Values;

/// <summary>Roots of exact numbers.</summary>
internal static class Roots
{
    /// <summary>Roots of a higher index stay as they are written.</summary>
    public const int GreatestIndex = 64;

    /// <summary>The root where it is a fraction itself, else null. Real: a negative number has one for odd indices.</summary>
    public static Rational? Exact(int index, Rational value)
    {
        if (value.Sign < 0 && index % 2 == 0) return null;
        return Whole(index, BigInteger.Abs(value.Numerator)) is { } numerator && Whole(index, value.Denominator) is { } denominator
            ? Rational.Of(numerator * value.Sign, denominator)
            : null;
    }

    /// <summary>The whole number whose power is <paramref name="value"/>, at least 0; null where there is none.</summary>
    private static BigInteger? Whole(int index, BigInteger value)
    {
        if (value.IsZero || value.IsOne) return value;
        var root = Nearest(index, value);
        return BigInteger.Pow(root, index) == value ? root : null;
    }

    // Newton's iteration from above; it falls until it has the floor of the root.
    private static BigInteger Nearest(int index, BigInteger value)
    {
        var root = BigInteger.One << (int)((value.GetBitLength() + index - 1) / index);
        while (true)
        {
            var next = ((index - 1) * root + value / BigInteger.Pow(root, index - 1)) / index;
            if (next >= root) return root;
            root = next;
        }
    }
}
