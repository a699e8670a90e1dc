namespace Rollouts.Core.Verification.Values;

/// <summary>Builds expressions and computes at once what is a plain number. What has no number (1/0) or a number too long stays as it is.</summary>
internal static class Fold
{
    private static readonly Number Hundred = Number.Of(100);

    public static Expression Add(Expression left, Expression right) => Both(left, right, Rational.Add) is { } number ? number : new Sum(left, right);

    public static Expression Subtract(Expression left, Expression right) => Add(left, Negate(right));

    public static Expression Multiply(Expression left, Expression right) => Both(left, right, Rational.Multiply) is { } number ? number : new Product(left, right);

    public static Expression Divide(Expression left, Expression right) => Both(left, right, Rational.Divide) is { } number ? number : new Quotient(left, right);

    public static Expression Negate(Expression inner) =>
        inner is Number number ? new Number(Rational.Negate(number.Value)) : new Product(Number.MinusOne, inner);

    /// <summary>A power; one with a fraction as exponent becomes the power of a root.</summary>
    public static Expression Raise(Expression inner, Expression exponent)
    {
        if (Both(inner, exponent, Rational.Power) is { } number) return number;
        if (exponent is not Number { Value: { IsWhole: false } fraction } || fraction.Denominator > Roots.GreatestIndex) return new Power(inner, exponent);
        var root = TakeRoot((int)fraction.Denominator, inner);
        return fraction.Numerator.IsOne ? root : Raise(root, new Number(Rational.Of(fraction.Numerator, 1)!.Value));
    }

    /// <summary>A root, as a number where it is one.</summary>
    public static Expression TakeRoot(int index, Expression radicand)
    {
        if (radicand is not Number number) return new Root(index, radicand);
        if (Roots.Exact(index, number.Value) is { } exact) return new Number(exact);
        return number.Value.Sign < 0 && index % 2 == 1 ? Negate(TakeRoot(index, Negate(radicand))) : new Root(index, radicand);
    }

    public static Expression Apply(FunctionName function, Expression argument, Expression? second = null) =>
        ClosedFunctions.Evaluate(function, argument, second) is { } number ? new Number(number) : new Call(function, argument, second);

    /// <summary>The number that an expression is, percent sign taken into account; null where it is none.</summary>
    public static Rational? NumberOf(Expression expression) => expression switch
    {
        Number number => number.Value,
        Percent { Inner: Number inner } => Rational.Divide(inner.Value, Hundred.Value),
        _ => null,
    };

    private static Number? Both(Expression left, Expression right, Func<Rational, Rational, Rational?> compute) =>
        NumberOf(left) is { } first && NumberOf(right) is { } second && compute(first, second) is { } result ? new Number(result) : null;
}
