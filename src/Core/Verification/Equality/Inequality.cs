using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Equality;

/// <summary>Solves inequalities that are linear in one letter, or bound its absolute value.</summary>
internal static class Inequality
{
    private static readonly Constant Infinity = new(ConstantName.Infinity);

    /// <summary>The numbers for which it holds; null where it is neither linear in just one letter nor of the form |x| &lt; c.</summary>
    /// <param name="sign">One of <c>= &lt; ≤ &gt; ≥ ≠</c>.</param>
    public static RealSet? Solve(Expression left, char sign, Expression right)
    {
        if (IsBound(left, right)) return Solution(right, sign, isFalling: false);
        if (IsBound(right, left)) return Solution(left, sign, isFalling: true);
        if (left is Call { Function: FunctionName.Abs, Argument: Variable inBars } && sign is not '=') return Around(inBars, sign, right);
        var difference = Fold.Subtract(left, right);
        if (ExpressionTraits.Of(difference) is not { Letters: { Count: 1 } letters, HasInfinity: false }) return null;
        var letter = letters.Min!;
        var constant = Substitution.Replace(difference, letter, Number.Zero);
        var slope = Fold.Subtract(Substitution.Replace(difference, letter, Number.One), constant);
        if (NumericEquality.ValueOf(slope) is not { } steepness || steepness == 0) return null;
        var line = Fold.Add(Fold.Multiply(slope, new Variable(letter)), constant);
        return ExpressionEquality.Compare(line, difference).AreEqual ? Solution(Fold.Divide(Fold.Negate(constant), slope), sign, steepness < 0) : null;
    }

    // |x| < c lies between -c and c, |x| > c outside of them.
    private static Joined? Around(Variable letter, char sign, Expression bound)
    {
        if (NumericEquality.ValueOf(bound) is not >= 0) return null;
        var mirrored = sign switch { '<' => '>', '>' => '<', '≤' => '≥', '≥' => '≤', _ => sign };
        return Solve(letter, sign, bound) is { } above && Solve(letter, mirrored, Fold.Negate(bound)) is { } below
            ? new(sign is '<' or '≤' or '≠' ? '∩' : '∪', above, below)
            : null;
    }

    private static bool IsBound(Expression letter, Expression bound) =>
        letter is Variable && ExpressionTraits.Of(bound) is { Letters.Count: 0, HasImaginaryUnit: false };

    private static RealSet? Solution(Expression bound, char sign, bool isFalling)
    {
        var points = new Points([bound]);
        var everything = new Interval(Fold.Negate(Infinity), false, Infinity, false);
        if (sign is '=' or '≠') return sign == '=' ? points : new Joined('∖', everything, points);
        if (sign is not ('<' or '≤' or '>' or '≥')) return null;
        var isClosed = sign is '≤' or '≥';
        return sign is '<' or '≤' != isFalling ? everything with { High = bound, HasHigh = isClosed } : everything with { Low = bound, HasLow = isClosed };
    }
}
