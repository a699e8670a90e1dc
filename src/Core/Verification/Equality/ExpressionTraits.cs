using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Equality;

/// <summary>What occurs in an expression.</summary>
internal sealed class ExpressionTraits
{
    /// <summary>Letters that stand for something.</summary>
    public SortedSet<string> Letters { get; } = new(StringComparer.Ordinal);

    public bool HasImaginaryUnit { get; private set; }

    public bool HasInfinity { get; private set; }

    /// <summary>Length of its longest number in bits.</summary>
    public long LongestNumber { get; private set; }

    public static ExpressionTraits Of(params ReadOnlySpan<Expression> expressions)
    {
        var traits = new ExpressionTraits();
        foreach (var expression in expressions) traits.Visit(expression);
        return traits;
    }

    private void Visit(Expression expression)
    {
        switch (expression)
        {
            case Number number: LongestNumber = Math.Max(LongestNumber, number.Value.Bits); break;
            case BasedNumeral numeral: Letters.Add(numeral.ToString()); break;
            case Variable variable: Letters.Add(variable.Name); break;
            case Constant constant:
                HasImaginaryUnit |= constant.Name == ConstantName.I;
                HasInfinity |= constant.Name == ConstantName.Infinity;
                break;
            case Sum sum: Visit(sum.Left, sum.Right); break;
            case Product product: Visit(product.Left, product.Right); break;
            case Quotient quotient: Visit(quotient.Numerator, quotient.Denominator); break;
            case Power power: Visit(power.Base, power.Exponent); break;
            case Root root: Visit(root.Radicand); break;
            case Call { Second: { } second } call: Visit(call.Argument, second); break;
            case Call call: Visit(call.Argument); break;
            case Percent percent: Visit(percent.Inner); break;
            case Degrees degrees: Visit(degrees.Inner); break;
        }
    }

    private void Visit(Expression left, Expression right)
    {
        Visit(left);
        Visit(right);
    }
}
