using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Equality;

/// <summary>Compares by exact values at random points of prime fields: polynomials, rational functions, sums of square roots, complex numbers.</summary>
/// <remarks>The roots of different primes, 1 among them, are independent over the fractions, and a field where all these primes are
/// squares keeps every identity between them. So a difference at one point is proof, and agreement at all of them is as good as one.</remarks>
internal static class FieldEquality
{
    private const int FieldCount = 2;
    private const int PointCount = 2;

    /// <summary>Whether two expressions are equal; null where one of them is not covered.</summary>
    public static Comparison? Compare(Expression left, Expression right)
    {
        if (FieldsFor(left, right) is not { } fields) return null;
        var agreed = 0;
        foreach (var evaluation in Evaluations(fields))
        {
            if (evaluation.Evaluate(left) is not { } first || evaluation.Evaluate(right) is not { } second) continue;
            if (first != second) return Comparison.Different("exact values at a random point differ");
            agreed++;
        }

        return agreed > 0 ? Comparison.Same("exact values agree at random points") : Comparison.Different("it has no value");
    }

    /// <summary>Whether one expression is the other times a number that is not 0; null where one of them is not covered.</summary>
    public static bool? AreProportional(Expression left, Expression right)
    {
        if (FieldsFor(left, right) is not { } fields) return null;
        var compared = 0;
        foreach (var field in fields)
        {
            (ulong Left, ulong Right)? before = null;
            foreach (var evaluation in Evaluations([field]))
            {
                if (evaluation.Evaluate(left) is not { } first || evaluation.Evaluate(right) is not { } second) continue;
                if (first == 0 || second == 0) return false;
                if (before is { } other && field.Multiply(first, other.Right) != field.Multiply(second, other.Left)) return false;
                compared += before is null ? 0 : 1;
                before = (first, second);
            }
        }

        return compared > 0;
    }

    private static IEnumerable<FieldEvaluation> Evaluations(IEnumerable<PrimeField> fields) =>
        fields.SelectMany(field => Enumerable.Range(1, PointCount).Select(point => new FieldEvaluation(field, point)));

    private static PrimeField[]? FieldsFor(Expression left, Expression right)
    {
        var primes = new HashSet<ulong>();
        if (!FieldEvaluation.Covers(left, primes) || !FieldEvaluation.Covers(right, primes)) return null;
        var fields = PrimeField.All.Where(field => primes.All(field.IsSquare)).Take(FieldCount).ToArray();
        return fields.Length > 0 ? fields : null;
    }
}
