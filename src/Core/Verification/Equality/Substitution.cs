using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Equality;

/// <summary>Puts an expression in a letter's place.</summary>
internal static class Substitution
{
    /// <summary>The expression with every occurrence of the letter replaced, computed as far as it goes.</summary>
    public static Expression Replace(Expression expression, string letter, Expression by)
    {
        Expression In(Expression part) => Replace(part, letter, by);
        return expression switch
        {
            Variable variable => variable.Name == letter ? by : variable,
            Sum sum => Fold.Add(In(sum.Left), In(sum.Right)),
            Product product => Fold.Multiply(In(product.Left), In(product.Right)),
            Quotient quotient => Fold.Divide(In(quotient.Numerator), In(quotient.Denominator)),
            Power power => Fold.Raise(In(power.Base), In(power.Exponent)),
            Root root => Fold.TakeRoot(root.Index, In(root.Radicand)),
            Call call => Fold.Apply(call.Function, In(call.Argument), call.Second is { } second ? In(second) : null),
            Percent percent => new Percent(In(percent.Inner)),
            Degrees degrees => new Degrees(In(degrees.Inner)),
            _ => expression,
        };
    }
}
