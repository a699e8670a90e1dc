namespace Rollouts.Core.Verification.Values;

/// <summary>A mathematical expression as a tree. <see cref="Fold"/> builds it and computes what is a plain number on the way.</summary>
internal abstract record Expression
{
    /// <summary>What it looks like to a person.</summary>
    public sealed override string ToString() => ExpressionText.Of(this);
}

/// <summary>An exact number.</summary>
internal sealed record Number(Rational Value) : Expression
{
    public static readonly Number Zero = new(Rational.Zero);
    public static readonly Number One = new(Rational.One);
    public static readonly Number MinusOne = new(Rational.Negate(Rational.One));

    /// <summary>A whole number.</summary>
    public static Number Of(int value) => new(Rational.Of(value, 1)!.Value);
}

/// <summary>A letter, with subscript and primes if it has any: <c>x</c>, <c>a_1</c>, <c>theta</c>.</summary>
internal sealed record Variable(string Name) : Expression;

/// <summary>A number with a name.</summary>
internal sealed record Constant(ConstantName Name) : Expression;

internal sealed record Sum(Expression Left, Expression Right) : Expression;

internal sealed record Product(Expression Left, Expression Right) : Expression;

internal sealed record Quotient(Expression Numerator, Expression Denominator) : Expression;

internal sealed record Power(Expression Base, Expression Exponent) : Expression;

/// <summary>The principal root; of a negative number and an odd index, the real one.</summary>
/// <param name="Index">At least 2.</param>
internal sealed record Root(int Index, Expression Radicand) : Expression;

/// <summary>A function applied to one argument, or to two (logarithm with its base, binomial coefficient).</summary>
internal sealed record Call(FunctionName Function, Expression Argument, Expression? Second = null) : Expression;

/// <summary>A number with a percent sign: the hundredth of it, or itself where the other side has no sign.</summary>
internal sealed record Percent(Expression Inner) : Expression;

/// <summary>A number with a degree sign: an angle, or itself where the other side has no sign.</summary>
internal sealed record Degrees(Expression Inner) : Expression;

/// <summary>Digits with their base written below, <c>101_2</c>: it equals the same digits in the same base and no other number, because the way it is
/// written is what was asked for.</summary>
internal sealed record BasedNumeral(string Digits, int Base) : Expression;

/// <summary>Numbers with a name.</summary>
internal enum ConstantName
{
    /// <summary>3.14159…</summary>
    Pi,

    /// <summary>2.71828…</summary>
    E,

    /// <summary>The imaginary unit.</summary>
    I,

    /// <summary>An end of the line, no number.</summary>
    Infinity,
}

/// <summary>Functions that are understood.</summary>
internal enum FunctionName
{
    Sin, Cos, Tan, Cot, Sec, Csc, Arcsin, Arccos, Arctan, Sinh, Cosh, Tanh, Ln, Log, Abs, Floor, Ceiling, Factorial, Binomial,
}
