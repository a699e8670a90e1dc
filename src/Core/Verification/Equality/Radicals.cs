using System.Numerics;
using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Equality;

/// <summary>Takes the square root of a fraction apart into roots of primes, which are independent of each other.</summary>
internal static class Radicals
{
    private const int LargestDivisor = 1000;

    private static readonly int[] Primes = [.. Enumerable.Range(2, LargestDivisor - 2).Where(IsPrime)];

    /// <summary>√value = ±√-1 · factor · Π √prime, or null where the prime factors are out of reach.</summary>
    /// <returns>The rational factor, and the primes under the root, each once.</returns>
    public static (Rational Factor, List<ulong> Primes)? Split(Rational value)
    {
        var rest = BigInteger.Abs(value.Numerator) * value.Denominator;
        if (rest.IsZero || rest.GetBitLength() > 256) return null;
        var (square, primes) = (BigInteger.One, new List<ulong>());
        foreach (var prime in Primes)
        {
            if ((BigInteger)prime * prime > rest) break;
            var count = 0;
            for (; (rest % prime).IsZero; count++) rest /= prime;
            square *= BigInteger.Pow(prime, count / 2);
            if (count % 2 == 1) primes.Add((ulong)prime);
        }

        if (rest >= LargestDivisor * LargestDivisor) return null; // it may have factors still
        if (!rest.IsOne) primes.Add((ulong)rest);
        return Rational.Of(square, value.Denominator) is { } factor ? (factor, primes) : null;
    }

    private static bool IsPrime(int number) => Enumerable.Range(2, (int)Math.Sqrt(number) - 1).All(divisor => number % divisor != 0);
}
