using System.Globalization;
using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Equality;

/// <summary>Compares in floating point, where only that is left: other roots, logarithms, angles, letters in exponents.</summary>
/// <remarks>
/// Equal is what agrees within the rounding error at every point where both have a value, and at four at least: positive points,
/// points of both signs, and whole ones; at real points, or where too few of them lie in the domain, on the principal branch.
/// A number of many digits could be an approximation chosen to agree; then nothing is equal.
/// </remarks>
internal static class NumericEquality
{
    private const int PositivePoints = 4, SmallPoints = 8, RealPoints = 12, AllPoints = 20, LeastPoints = 4; // each up to the number
    private const long LongestNumber = 44;

    public static Comparison Compare(Expression left, Expression right, ExpressionTraits traits)
    {
        if (traits.LongestNumber > LongestNumber) return Comparison.Different("a number with so many digits can't be told from an approximation");
        if (traits.Letters.Count == 0) return CompareConstants(left, right, traits.HasImaginaryUnit);
        return CompareFunctions(left, right, traits.Letters, traits.HasImaginaryUnit)
            ?? CompareFunctions(left, right, traits.Letters, isComplex: true)
            ?? Comparison.Different("they have values together at too few points");
    }

    // Null where too few points tell.
    private static Comparison? CompareFunctions(Expression left, Expression right, SortedSet<string> letters, bool isComplex)
    {
        var agreed = 0;
        for (var point = 0; point < AllPoints; point++)
        {
            var evaluation = At(point, isComplex);
            var (first, second) = (evaluation.Evaluate(left), evaluation.Evaluate(right));
            if (!first.HasValue || !second.HasValue) continue;
            if (!first.Agrees(second))
                return Comparison.Different($"their values differ at {Written(point, letters)}: {Written(first)} and {Written(second)}");
            agreed++;
        }

        return agreed < LeastPoints ? null : Comparison.Same($"their values agree at {agreed} points within the rounding error");
    }

    /// <summary>The sign of the quotient of two proportional expressions; 0 where it can't be told.</summary>
    public static int SignOfQuotient(Expression left, Expression right)
    {
        for (var point = 0; point < RealPoints; point++)
        {
            var evaluation = At(point, isComplex: false);
            var quotient = evaluation.Evaluate(left) / evaluation.Evaluate(right);
            if (quotient.HasValue && quotient.IsReal && quotient.Size > 4 * quotient.Error) return Math.Sign(quotient.Value.Real);
        }

        return 0;
    }

    /// <summary>The value of an expression without letters; null where it has no real one.</summary>
    public static double? ValueOf(Expression expression)
    {
        if (ExpressionTraits.Of(expression) is { Letters.Count: > 0 } or { HasImaginaryUnit: true }) return null;
        var value = At(0, isComplex: false).Evaluate(expression);
        return value is { HasValue: true, IsReal: true } ? value.Value.Real : null;
    }

    private static Comparison CompareConstants(Expression left, Expression right, bool isComplex)
    {
        var evaluation = At(0, isComplex);
        var (first, second) = (evaluation.Evaluate(left), evaluation.Evaluate(right));
        if (!first.HasValue || !second.HasValue) return Comparison.Different("it has no value, or one out of reach");
        return first.Agrees(second)
            ? Comparison.Same($"both are {Written(first)} within the rounding error")
            : Comparison.Different($"{Written(first)} is not {Written(second)}");
    }

    private static NumericEvaluation At(int point, bool isComplex) => new(letter => Letter(letter, point), isComplex);

    private static double Letter(string name, int point)
    {
        var share = (PointSeed.Of(name, point) >> 11) * Math.ScaleB(1, -53);
        if (point >= RealPoints) return 1 + Math.Floor(share * 12);
        if (point < PositivePoints) return 0.3 + 2.5 * share;
        return point < SmallPoints ? 1.8 * share - 0.9 : 5 * share - 2.5;
    }

    private static string Written(Approximation value) => value.IsReal
        ? value.Value.Real.ToString("G6", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{value.Value.Real:G6} + {value.Value.Imaginary:G6}i");

    private static string Written(int point, IEnumerable<string> letters) =>
        string.Join(", ", letters.Select(letter => string.Create(CultureInfo.InvariantCulture, $"{letter} = {Letter(letter, point):G4}")));
}
