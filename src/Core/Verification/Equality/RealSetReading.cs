using System.Collections.Immutable;
using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Equality;

/// <summary>Sees an answer as a set of real numbers: intervals, unions, inequalities in one letter, points in braces.</summary>
internal static class RealSetReading
{
    private static readonly Constant Infinity = new(ConstantName.Infinity);
    private static readonly Interval Everything = new(Fold.Negate(Infinity), false, Infinity, false);

    /// <summary>Whether nothing but a set of numbers can be meant.</summary>
    public static bool IsSurelySet(AnswerValue value) => value switch
    {
        SetOperationValue or RealsValue or SetValue { Items.IsEmpty: true } => true,
        TupleValue { Items: [ExpressionValue low, ExpressionValue high] } tuple => tuple is { Open: '(', Close: ']' } or { Open: '[', Close: ')' }
            || ExpressionEquality.SignOfInfinity(low.Expression) is not null || ExpressionEquality.SignOfInfinity(high.Expression) is not null,
        RelationValue relation => !relation.Signs.Contains('='),
        ListValue list => list.Items.All(item => item is RelationValue && IsSurelySet(item)),
        _ => false,
    };

    /// <summary>The set, or null where the answer is none.</summary>
    public static RealSet? Of(AnswerValue value) => value switch
    {
        RealsValue => Everything,
        TupleValue { Items: [ExpressionValue low, ExpressionValue high] } tuple => IntervalOf(tuple, low.Expression, high.Expression),
        SetValue set => PointsOf(set.Items),
        ExpressionValue expression => PointsOf([expression]),
        SetOperationValue operation => Of(operation.Left) is { } left && Of(operation.Right) is { } right ? new Joined(operation.Sign, left, right) : null,
        RelationValue relation => OfRelation(relation),
        ListValue list => OfList(list),
        _ => null,
    };

    /// <summary>The letter that an inequality is about; null where it is about none or several.</summary>
    public static string? LetterOf(AnswerValue value)
    {
        var letters = RelationsIn(value).SelectMany(relation => relation.Sides).Select(side => side.Value).OfType<ExpressionValue>()
            .SelectMany(side => ExpressionTraits.Of(side.Expression).Letters).Distinct().ToArray();
        return letters is [var letter] ? letter : null;
    }

    private static IEnumerable<RelationValue> RelationsIn(AnswerValue value) => value switch
    {
        RelationValue relation => [relation],
        ListValue list => list.Items.OfType<RelationValue>(),
        _ => [],
    };

    private static Interval? IntervalOf(TupleValue tuple, Expression low, Expression high)
    {
        if (tuple.Open == '⟨' || ExpressionEquality.SignOfInfinity(low) is 1 || ExpressionEquality.SignOfInfinity(high) is -1) return null;
        if (NumericEquality.ValueOf(low) is { } first && NumericEquality.ValueOf(high) is { } second && first > second) return null;
        return new(low, tuple.Open == '[', high, tuple.Close == ']');
    }

    // Infinity is no point of the line.
    private static Points? PointsOf(ImmutableArray<AnswerValue> items) =>
        items.All(item => item is ExpressionValue { Unit: "" } point && ExpressionEquality.SignOfInfinity(point.Expression) is null)
            ? new([.. items.Select(item => ((ExpressionValue)item).Expression)])
            : null;

    private static RealSet? OfRelation(RelationValue relation)
    {
        if (relation is { Signs: ['∈'], Sides: [_, { Value: { } set }] }) return Of(set);
        RealSet? all = null;
        for (var place = 0; place < relation.Signs.Length; place++)
        {
            if (relation.Sides[place].Value is not ExpressionValue left || relation.Sides[place + 1].Value is not ExpressionValue right) return null;
            if (Inequality.Solve(left.Expression, relation.Signs[place], right.Expression) is not { } part) return null;
            all = all is null ? part : new Joined('∩', all, part);
        }

        return all;
    }

    // "and" between conditions that exclude each other means "or": "x < 1 and x > 3".
    private static RealSet? OfList(ListValue list)
    {
        var parts = list.Items.Select(Of).ToArray();
        if (parts.Length == 0 || Array.Exists(parts, part => part is null)) return null;
        RealSet All(char sign) => parts.Aggregate((left, right) => new Joined(sign, left!, right!))!;
        if (list.Connective == Connective.Or || !list.Items.All(item => item is RelationValue)) return All('∪');
        return All('∩').IsEmpty() is false ? All('∩') : All('∪');
    }
}
