using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Equality;

/// <summary>The value of an expression at a random point of a <see cref="PrimeField"/>, for expressions made of numbers, letters,
/// square roots and factorials of numbers, π, e, i and the four operations with whole powers.</summary>
/// <param name="field">Where to compute; every prime of <see cref="PrimesUnderRoots"/> must be a square in it.</param>
/// <param name="point">Which random values the letters have.</param>
internal sealed class FieldEvaluation(PrimeField field, int point)
{
    private const long LongestExponent = 64;
    private const int LargestFactorial = 3_000;

    private readonly Dictionary<ulong, ulong> _roots = [];

    /// <summary>Whether <see cref="Evaluate"/> understands an expression.</summary>
    /// <param name="primes">Takes the primes under its roots.</param>
    public static bool Covers(Expression expression, HashSet<ulong> primes) => expression switch
    {
        Number or Variable or BasedNumeral => true,
        Constant constant => constant.Name != ConstantName.Infinity,
        Sum sum => Covers(sum.Left, primes) && Covers(sum.Right, primes),
        Product product => Covers(product.Left, primes) && Covers(product.Right, primes),
        Quotient quotient => Covers(quotient.Numerator, primes) && Covers(quotient.Denominator, primes),
        Power { Exponent: Number { Value.IsWhole: true } exponent } power => exponent.Value.Bits <= LongestExponent && Covers(power.Base, primes),
        Root { Index: 2, Radicand: Number radicand } => PrimesUnderRoots(radicand.Value, primes),
        Percent percent => Covers(percent.Inner, primes),
        Degrees degrees => Covers(degrees.Inner, primes),
        Call { Function: FunctionName.Factorial, Argument: Number { Value: { IsWhole: true, Sign: >= 0 } count } } => count.Numerator <= LargestFactorial,
        _ => false,
    };

    /// <summary>The value; null where something is divided by 0.</summary>
    public ulong? Evaluate(Expression expression) => expression switch
    {
        Number number => field.Of(number.Value),
        BasedNumeral numeral => Letter(numeral.ToString()),
        Variable variable => Letter(variable.Name),
        Constant { Name: ConstantName.I } => RootOf(field.Negate(1)),
        Constant constant => Letter($"\0{constant.Name}"),
        Sum sum => Both(sum.Left, sum.Right) is var (left, right) ? field.Add(left, right) : null,
        Product product => Both(product.Left, product.Right) is var (left, right) ? field.Multiply(left, right) : null,
        Quotient quotient => Both(quotient.Numerator, quotient.Denominator) is var (left, right) ? field.Divide(left, right) : null,
        Power { Exponent: Number exponent } power => Evaluate(power.Base) is { } value ? field.Raise(value, exponent.Value.Numerator) : null,
        Root { Radicand: Number radicand } => SquareRoot(radicand.Value),
        Percent percent => Evaluate(Fold.Divide(percent.Inner, Number.Of(100))),
        Degrees degrees => Evaluate(Fold.Divide(Fold.Multiply(degrees.Inner, new Constant(ConstantName.Pi)), Number.Of(180))),
        Call { Argument: Number count } => Factorial((ulong)count.Value.Numerator),
        _ => throw new InvalidOperationException($"{expression.GetType().Name} has no value in a field."),
    };

    private static bool PrimesUnderRoots(Rational radicand, HashSet<ulong> primes)
    {
        if (Radicals.Split(radicand) is not var (_, found)) return false;
        primes.UnionWith(found);
        return true;
    }

    private (ulong Left, ulong Right)? Both(Expression left, Expression right) =>
        Evaluate(left) is { } first && Evaluate(right) is { } second ? (first, second) : null;

    private ulong Factorial(ulong count)
    {
        var product = 1UL;
        for (var factor = 2UL; factor <= count; factor++) product = field.Multiply(product, factor);
        return product;
    }

    private ulong Letter(string name) => field.Of(PointSeed.Of(name, point));

    // Roots of primes are chosen once per field, so that √2·√3 is √6.
    private ulong? SquareRoot(Rational radicand)
    {
        var (factor, primes) = Radicals.Split(radicand)!.Value;
        if (field.Of(factor) is not { } root) return null;
        foreach (var prime in primes) root = field.Multiply(root, RootOf(prime));
        return radicand.Sign < 0 ? field.Multiply(root, RootOf(field.Negate(1))) : root;
    }

    private ulong RootOf(ulong value)
    {
        if (!_roots.TryGetValue(value, out var root)) _roots[value] = root = field.SquareRoot(value);
        return root;
    }
}
