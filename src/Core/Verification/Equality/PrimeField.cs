using System.Numerics;
using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Equality;

/// <summary>Exact arithmetic modulo a prime of 63 bits.</summary>
/// <remarks>
/// Fractions, square roots, the imaginary unit and letters all have values here, and every identity between them holds here too.
/// What is not an identity fails at a random point of such a field except with a chance of about degree / 2^62 (Schwartz 1980, Zippel 1979).
/// The primes are 1 modulo 8·3·5·…·43, so that -1 and every prime up to 43 are squares.
/// </remarks>
internal sealed class PrimeField
{
    private const ulong LargestSquare = 43;

    private static readonly ulong Step = 8UL * 3 * 5 * 7 * 11 * 13 * 17 * 19 * 23 * 29 * 31 * 37 * 41 * 43;
    private static readonly ulong[] Witnesses = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];

    private readonly ulong _prime;
    private readonly ulong[] _smallRoots = new ulong[LargestSquare + 1]; // 0 until asked for; all threads would write the same
    private readonly Lazy<ulong> _nonSquare;

    private PrimeField(ulong prime)
    {
        _prime = prime;
        _nonSquare = new(FindNonSquare);
    }

    /// <summary>All fields of this kind, some two dozen.</summary>
    public static PrimeField[] All { get; } =
        [.. Enumerable.Range(1, (int)(long.MaxValue / Step)).Select(factor => new PrimeField((ulong)factor * Step + 1)).Where(field => field.IsField())];

    public ulong Add(ulong left, ulong right) => left >= _prime - right ? left - (_prime - right) : left + right;

    public ulong Negate(ulong value) => value == 0 ? 0 : _prime - value;

    public ulong Multiply(ulong left, ulong right) => (ulong)((UInt128)left * right % _prime);

    /// <summary>A quotient; null where the divisor is 0.</summary>
    public ulong? Divide(ulong left, ulong right) => right == 0 ? null : Multiply(left, Raise(right, _prime - 2));

    public ulong Raise(ulong value, ulong exponent)
    {
        var power = 1UL;
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) == 1) power = Multiply(power, value);
            value = Multiply(value, value);
        }

        return power;
    }

    /// <summary>A whole power, by Fermat's little theorem for exponents of any size; null for 0^0 and 0^-1.</summary>
    public ulong? Raise(ulong value, BigInteger exponent)
    {
        if (value == 0) return exponent.Sign > 0 ? 0 : null;
        var reduced = BigInteger.Remainder(exponent, _prime - 1);
        return Raise(value, (ulong)(reduced.Sign < 0 ? reduced + (_prime - 1) : reduced));
    }

    /// <summary>The value of a fraction; null where the denominator is a multiple of the prime.</summary>
    public ulong? Of(Rational value) => value.IsWhole ? Of(value.Numerator) : Divide(Of(value.Numerator), Of(value.Denominator));

    /// <summary>Any number as an element.</summary>
    public ulong Of(ulong value) => value % _prime;

    /// <summary>Whether a number has a square root.</summary>
    public bool IsSquare(ulong value) => value <= LargestSquare || Raise(value, (_prime - 1) / 2) <= 1;

    /// <summary>One of the two square roots of a square, always the same one.</summary>
    public ulong SquareRoot(ulong value)
    {
        if (value > LargestSquare) return ComputeRoot(value);
        if (_smallRoots[value] == 0) _smallRoots[value] = ComputeRoot(value);
        return _smallRoots[value];
    }

    // Tonelli and Shanks.
    private ulong ComputeRoot(ulong value)
    {
        if (value == 0) return 0;
        var twos = BitOperations.TrailingZeroCount(_prime - 1);
        var odd = (_prime - 1) >> twos;
        var (generator, root, rest) = (Raise(_nonSquare.Value, odd), Raise(value, (odd + 1) / 2), Raise(value, odd));
        while (rest != 1)
        {
            var order = 0;
            for (var square = rest; square != 1; square = Multiply(square, square)) order++;
            for (var place = twos - order - 1; place > 0; place--) generator = Multiply(generator, generator);
            root = Multiply(root, generator);
            generator = Multiply(generator, generator);
            rest = Multiply(rest, generator);
            twos = order;
        }

        return root;
    }

    private ulong Of(BigInteger value)
    {
        var reduced = BigInteger.Remainder(value, _prime);
        return (ulong)(reduced.Sign < 0 ? reduced + _prime : reduced);
    }

    private ulong FindNonSquare()
    {
        var candidate = LargestSquare + 1;
        while (IsSquare(candidate)) candidate++;
        return candidate;
    }

    // Miller and Rabin with the first twelve primes decides for all numbers of 64 bits.
    private bool IsField() => Array.TrueForAll(Witnesses, witness =>
    {
        var twos = BitOperations.TrailingZeroCount(_prime - 1);
        var power = Raise(witness, (_prime - 1) >> twos);
        for (var place = 0; place < twos && power != 1 && power != _prime - 1; place++)
        {
            power = Multiply(power, power);
            if (power == 1) return false;
        }

        return power == 1 || power == _prime - 1;
    });
}
