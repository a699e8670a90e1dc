using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Equality;

/// <summary>Compares equations and inequalities, and takes the name off an answer such as <c>x = 5</c>.</summary>
internal static class RelationEquality
{
    /// <summary>What a named value says: the 5 of <c>x = 5</c>, <c>5 = x</c> and <c>f(3) = 2 + 3 = 5</c>, the set of <c>x ∈ (0, 1)</c>;
    /// null for other relations.</summary>
    public static AnswerValue? Assigned(RelationValue relation)
    {
        var sides = relation.Sides;
        if (relation.Signs is ['∈'] && sides[0].Name.Length > 0) return sides[1].Value;
        if (relation.Signs.Any(sign => sign != '=')) return null;
        if (sides[0].Name.Length > 0) return AllSame(relation, 1) ? sides[^1].Value : null;
        return sides.Length == 2 && sides[^1].Name.Length > 0 ? sides[0].Value : null;
    }

    /// <summary>The value of a computation such as <c>3 · 6 = 18</c>, where all sides are equal; else null.</summary>
    public static AnswerValue? Computed(RelationValue relation) =>
        relation.Signs.All(sign => sign == '=') && AllSame(relation, 0) ? relation.Sides[^1].Value : null;

    /// <summary>The forms of one value in <c>2/3 ≈ 0.67</c>; none for other relations.</summary>
    public static IEnumerable<AnswerValue> Forms(RelationValue relation) =>
        relation.Signs.All(sign => sign == '≈') ? relation.Sides.Select(side => side.Value).OfType<AnswerValue>() : [];

    /// <summary>Compares two relations.</summary>
    public static Comparison Compare(RelationValue reference, RelationValue answer)
    {
        if (HaveSameName(reference, answer) && Assigned(reference) is { } expected && Assigned(answer) is { } given)
            return ValueEquality.Compare(expected, given);
        if (RealSetReading.LetterOf(reference) == RealSetReading.LetterOf(answer) && AsSets(reference, answer) is { } sets) return sets;
        if (reference.Signs is not [var first] || answer.Signs is not [var second]) return SideBySide(reference, answer);
        if (Difference(reference) is not { } left || Difference(answer) is not { } right) return SideBySide(reference, answer);
        if (!AreProportional(left, right)) return Comparison.Different("one is no multiple of the other");
        return HaveSameDirection(first, second, left, right)
            ? Comparison.Same("one is a multiple of the other")
            : Comparison.Different("the signs between the sides differ");
    }

    // On the way to the last side a formula may stand: "A = \pi r^2 = 9\pi".
    private static bool AllSame(RelationValue relation, int start)
    {
        if (relation.Sides[^1].Value is not { } last) return false;
        for (var place = start; place < relation.Sides.Length - 1; place++)
        {
            if (relation.Sides[place].Value is not { } value) return false;
            var isFormula = start > 0 && value is ExpressionValue { Expression: var expression } && ExpressionTraits.Of(expression).Letters.Count > 0;
            if (!isFormula && !ValueEquality.Compare(value, last).AreEqual) return false;
        }

        return true;
    }

    // Two conditions that nothing fulfils need not be the same.
    private static Comparison? AsSets(RelationValue reference, RelationValue answer)
    {
        if (!RealSetReading.IsSurelySet(reference) || RealSetReading.Of(reference) is not { } expected || expected.IsEmpty() is not false) return null;
        return RealSetReading.Of(answer) is { } given ? RealSet.Compare(expected, given) : null;
    }

    // "y" and "f(x)" name the same thing; x and y do not.
    private static bool HaveSameName(RelationValue reference, RelationValue answer)
    {
        var (expected, given) = (NameOf(reference), NameOf(answer));
        return expected == given || expected == "y" && IsFunction(given) || given == "y" && IsFunction(expected);
    }

    private static string NameOf(RelationValue relation) => relation.Sides[0].Name.Length > 0 ? relation.Sides[0].Name : relation.Sides[^1].Name;

    private static bool IsFunction(string name) => name is ['f' or 'g' or 'h' or 'p' or 'P', '(', _, ')'];

    private static Comparison SideBySide(RelationValue reference, RelationValue answer)
    {
        if (!reference.Signs.SequenceEqual(answer.Signs)) return Comparison.Different("the signs between the sides differ");
        for (var place = 0; place < reference.Sides.Length; place++)
        {
            var (expected, given) = (reference.Sides[place], answer.Sides[place]);
            var areSame = expected.Name.Length > 0 && expected.Name == given.Name
                || expected.Value is { } left && given.Value is { } right && ValueEquality.Compare(left, right).AreEqual;
            if (!areSame) return Comparison.Different($"side {place + 1} differs");
        }

        return Comparison.Same("all sides are equal");
    }

    // Between numbers there is nothing to multiply.
    private static Expression? Difference(RelationValue relation)
    {
        if (relation.Sides is not [{ Value: ExpressionValue left }, { Value: ExpressionValue right }]) return null;
        var difference = Fold.Subtract(left.Expression, right.Expression);
        return ExpressionTraits.Of(difference).Letters.Count > 0 ? difference : null;
    }

    private static bool AreProportional(Expression left, Expression right) =>
        FieldEquality.AreProportional(left, right)
        ?? (ExpressionEquality.Compare(left, right).AreEqual || ExpressionEquality.Compare(left, Fold.Negate(right)).AreEqual);

    private static bool HaveSameDirection(char first, char second, Expression left, Expression right)
    {
        if (first is '=' or '≠' || second is '=' or '≠') return first == second;
        var isTurned = first is '<' or '≤' != second is '<' or '≤';
        return first is '<' or '>' == second is '<' or '>' && NumericEquality.SignOfQuotient(left, right) == (isTurned ? -1 : 1);
    }
}
