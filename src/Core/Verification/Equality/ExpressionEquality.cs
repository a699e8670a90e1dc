using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Equality;

/// <summary>Whether two expressions are the same number or function.</summary>
/// <remarks>
/// The strongest means that covers both decides: exact fractions; then exact values at random points of prime fields
/// (<see cref="FieldEquality"/>), for all that is made of letters, square roots of numbers, π, e, i and the four operations; then floating point
/// with error bounds (<see cref="NumericEquality"/>). x/x equals 1; what has no value anywhere (1/0) equals nothing.
/// </remarks>
internal static class ExpressionEquality
{
    public static Comparison Compare(Expression left, Expression right)
    {
        if (Fold.NumberOf(left) is { } first && Fold.NumberOf(right) is { } second) return CompareNumbers(first, second);
        var traits = ExpressionTraits.Of(left, right);
        if (traits.HasInfinity) return CompareInfinities(left, right);
        return FieldEquality.Compare(left, right) ?? NumericEquality.Compare(left, right, traits);
    }

    private static Comparison CompareNumbers(Rational left, Rational right) => left.Equals(right)
        ? Comparison.Same($"both are exactly {Written(left)}")
        : Comparison.Different($"{Written(left)} is not {Written(right)}");

    private static string Written(Rational value) => new Number(value).ToString();

    private static Comparison CompareInfinities(Expression left, Expression right) =>
        SignOfInfinity(left) is { } first && SignOfInfinity(right) is { } second && first == second
            ? Comparison.Same("both are the same infinity")
            : Comparison.Different("only one of them is that infinity");

    /// <summary>1 for infinity, -1 for its negative, null for everything else.</summary>
    public static int? SignOfInfinity(Expression expression) => expression switch
    {
        Constant { Name: ConstantName.Infinity } => 1,
        Product { Left: Number { Value.Sign: not 0 } factor, Right: Constant { Name: ConstantName.Infinity } } => factor.Value.Sign,
        _ => null,
    };
}
