namespace Rollouts.Core.Verification;

/// <summary>Whether an answer means the same as the reference.</summary>
/// <remarks>Equal as text once dress is taken off (dollar signs, LaTeX spacing, white space), or equal as exact numbers. A decimal
/// equals a fraction only exactly: 0.33 is not 1/3. Where just one side has a percent sign, 50% equals both 50 and 0.5.</remarks>
public static class AnswerEquality
{
    private static readonly Rational Hundred = Rational.Of(100, 1)!.Value;

    /// <summary>Compares; symmetric except for units and "x =", which only an answer may carry.</summary>
    public static bool AreEqual(string reference, string answer)
    {
        var (expected, given) = (AnswerText.Plain(reference), AnswerText.Plain(answer));
        if (AnswerText.AreSame(expected, given)) return true;
        if (ArithmeticExpression.Evaluate(expected) is not { } value) return false;
        return Evaluate(given, out var isPercent) is { } found
            && (found.Equals(value) || isPercent != expected.Contains('%') && AreEqualButForPercent(value, found, isPercent));
    }

    // One hundred times the side that has the sign is the number before the sign.
    private static bool AreEqualButForPercent(Rational value, Rational found, bool isPercent)
    {
        var (signed, bare) = isPercent ? (found, value) : (value, found);
        return Rational.Multiply(signed, Hundred) is { } number && number.Equals(bare);
    }

    private static Rational? Evaluate(string answer, out bool isPercent)
    {
        var bare = AnswerText.WithoutNameAndUnit(answer);
        isPercent = bare.Contains('%');
        return ArithmeticExpression.Evaluate(answer) ?? ArithmeticExpression.Evaluate(bare);
    }
}
