using Rollouts.Core.Verification.Reading;
using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Equality;

/// <summary>Compares numbers and formulas with what is written around them: units, percent and degree signs, bases, decimals.</summary>
/// <remarks>
/// A unit on one side only is ignored; different measures (cm and m) are different. Where just one side has a percent sign, 50% equals both 50 and
/// 0.5; a degree sign likewise, unless the other side has a measure. <c>101_2</c> equals 101 in an answer, as its base goes without saying.
/// A decimal is taken exactly (0.33 is not 1/3), except that a reference of six digits or more behind the point is an approximation: what rounds to it and is no decimal is right.
/// </remarks>
internal static class QuantityEquality
{
    private const int ApproximateFrom = 6;

    public static Comparison Compare(ExpressionValue reference, ExpressionValue answer)
    {
        if (UnitPhrase.Conflict(reference.Unit, answer.Unit)) return Comparison.Different($"the unit {answer.Unit} is not {reference.Unit}");
        var (expected, given) = (reference.Expression, answer.Expression);
        if (expected is BasedNumeral numeral && given is not BasedNumeral) return CompareDigits(numeral, given);
        if (given is BasedNumeral && expected is not BasedNumeral) return Comparison.Different("only the answer has a base");
        var comparison = ExpressionEquality.Compare(expected, given);
        if (comparison.AreEqual) return comparison;
        if (!UnitPhrase.IsMeasure(reference.Unit) && !UnitPhrase.IsMeasure(answer.Unit) && CompareSigned(expected, given) is { AreEqual: true } unsigned)
            return unsigned;
        if (IsSpelled(reference, given) || IsSpelled(answer, expected)) return Comparison.Same("they are the same, unit included");
        return RoundsTo(reference, answer) ? Comparison.Same("the answer rounds to it") : comparison;
    }

    // "7 s" behind seven seconds is no product.
    private static bool IsSpelled(ExpressionValue value, Expression other) =>
        UnitPhrase.AsFormula(value.Unit) is { } unit && ExpressionEquality.Compare(Fold.Multiply(value.Expression, unit), other).AreEqual;

    // With a percent or degree sign on one side only, what stands before it is compared. 50% is 50, but 0.5% is not 0.5.
    private static Comparison? CompareSigned(Expression expected, Expression given)
    {
        var (bareReference, bareAnswer) = (Signed(expected), Signed(given));
        if (bareReference is null == bareAnswer is null) return null;
        if (given is Percent && NumericEquality.ValueOf(expected) is > -1 and < 1) return null;
        var comparison = ExpressionEquality.Compare(bareReference ?? expected, bareAnswer ?? given);
        return comparison with { Reason = $"{comparison.Reason}, but for the sign behind it" };
    }

    private static Comparison CompareDigits(BasedNumeral expected, Expression given) =>
        given is Number { Value: { IsWhole: true, Sign: >= 0 } value } && value.ToString() == expected.Digits.TrimStart('0')
            ? Comparison.Same("the digits are the same, and the base goes without saying")
            : Comparison.Different("the digits differ");

    // The number before a percent or degree sign; null where there is no sign.
    private static Expression? Signed(Expression expression) => expression switch
    {
        Percent percent => percent.Inner,
        Degrees degrees => degrees.Inner,
        Product { Left: Number { Value.Sign: < 0 } factor, Right: var right } when Signed(right) is { } inner => Fold.Multiply(factor, inner),
        _ => null,
    };

    private static bool RoundsTo(ExpressionValue reference, ExpressionValue answer)
    {
        if (reference.DecimalPlaces is < ApproximateFrom or > 12 || answer.DecimalPlaces > 0 || reference.Expression is not Number expected) return false;
        if (NumericEquality.ValueOf(answer.Expression) is not { } value || Math.Abs(value) > 1e3) return false;
        return Math.Abs(value - expected.Value.ToDouble()) <= 0.5 * Math.Pow(10, -reference.DecimalPlaces);
    }
}
