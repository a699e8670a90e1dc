using System.Collections.Immutable;
using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Equality;

/// <summary>Compares answers by their kinds.</summary>
internal static class ValueEquality
{
    private static readonly Comparison AllForms = Comparison.Same("all forms of the one equal the other");

    /// <summary>Whether the answer is what the reference says.</summary>
    public static Comparison Compare(AnswerValue reference, AnswerValue answer)
    {
        if (reference is RelationValue expected && answer is RelationValue given) return RelationEquality.Compare(expected, given);
        if (AsSets(reference, answer) is { } sets) return sets;
        if (answer is RelationValue named) return Unnamed(named, value => Compare(reference, value));
        if (reference is RelationValue relation) return Unnamed(relation, value => Compare(value, answer));
        return CompareUnnamed(reference, answer);
    }

    private static Comparison? AsSets(AnswerValue reference, AnswerValue answer)
    {
        if (!RealSetReading.IsSurelySet(reference) && !RealSetReading.IsSurelySet(answer)) return null;
        return RealSetReading.Of(reference) is { } expected && RealSetReading.Of(answer) is { } given ? RealSet.Compare(expected, given) : null;
    }

    // Of "x = 5" and "2 + 3 = 5" the 5 is compared, of "2/3 ≈ 0.67" either side.
    private static Comparison Unnamed(RelationValue relation, Func<AnswerValue, Comparison> compare)
    {
        if ((RelationEquality.Assigned(relation) ?? RelationEquality.Computed(relation)) is { } value) return compare(value);
        foreach (var form in RelationEquality.Forms(relation))
            if (compare(form) is { AreEqual: true } same) return same;
        return Comparison.Different("only one of them is a relation");
    }

    private static Comparison CompareUnnamed(AnswerValue reference, AnswerValue answer) => (reference, answer) switch
    {
        (ExpressionValue expected, ExpressionValue given) => QuantityEquality.Compare(expected, given),
        (TextValue expected, TextValue given) => CompareTexts(expected.Text, given.Text),
        (MatrixValue expected, MatrixValue given) => CompareMatrices(expected, given),
        (RatioValue expected, RatioValue given) => CompareRatios(expected, given),
        (RatioValue ratio, ExpressionValue value) => CompareRatio(ratio, value),
        (ExpressionValue value, RatioValue ratio) => CompareRatio(ratio, value),
        (MatrixValue matrix, _) when Rows(answer) is { } rows => CompareMatrices(matrix, rows),
        (_, MatrixValue matrix) when Rows(reference) is { } rows => CompareMatrices(rows, matrix),
        (SetOperationValue expected, SetOperationValue given) => CompareOperations(expected, given),
        _ => CompareParts(reference, answer),
    };

    private static Comparison CompareParts(AnswerValue reference, AnswerValue answer)
    {
        if (ListEquality.ItemsOf(reference) is { } expected && ListEquality.ItemsOf(answer) is { } given) return ListEquality.InAnyOrder(expected, given);
        return (reference, answer) switch
        {
            (TupleValue left, TupleValue right) => CompareTuples(left, right),
            (TupleValue tuple, ListValue list) => Unbracketed(tuple, list, tuple.Items, list.Items),
            (ListValue list, TupleValue tuple) => Unbracketed(tuple, list, list.Items, tuple.Items),
            (ListValue list, _) when WithoutDomain(list) is { } single => Compare(single, answer),
            (_, ListValue list) when WithoutDomain(list) is { } single => Compare(reference, single),
            (ListValue { Connective: Connective.Or } list, _) when list.Items.All(item => Compare(item, answer).AreEqual) => AllForms,
            (_, ListValue { Connective: Connective.Or } list) when list.Items.All(item => Compare(reference, item).AreEqual) => AllForms,
            (SetValue { Items: [var single] }, ExpressionValue or TupleValue) => Compare(single, answer),
            (ExpressionValue or TupleValue, SetValue { Items: [var single] }) => Compare(reference, single),
            _ => Comparison.Different("they are of different kinds"),
        };
    }

    // "kπ, k ∈ ℤ" says no more than "kπ" where nothing else is said of k.
    private static AnswerValue? WithoutDomain(ListValue list) =>
        list.Items is [var single, RelationValue { Signs: ['∈'], Sides: [{ Name.Length: 1 }, { Name: "mathbb Z" }] }] ? single : null;

    private static Comparison CompareTuples(TupleValue left, TupleValue right)
    {
        var isInterval = left.Items.Length == 2 && (left.Open != '⟨' && right.Open != '⟨' || left.Open == '[' || right.Open == '[');
        return !isInterval || (left.Open, left.Close) == (right.Open, right.Close)
            ? ListEquality.InOrder(left.Items, right.Items)
            : Comparison.Different("their brackets differ");
    }

    // "x = 1, y = 2" and "1, 2" are the point (1, 2) without its brackets.
    private static Comparison Unbracketed(
        TupleValue tuple, ListValue list, ImmutableArray<AnswerValue> reference, ImmutableArray<AnswerValue> answer) =>
        (tuple.Open is '(' or '⟨' || tuple.Items.Length > 2) && list.Connective != Connective.Or
            ? ListEquality.InOrder(reference, answer)
            : Comparison.Different("only one of them has an order");

    private static Comparison CompareTexts(string left, string right) =>
        left == right ? Comparison.Same("both are the same words") : Comparison.Different("the words differ");

    private static Comparison CompareMatrices(MatrixValue left, MatrixValue right)
    {
        if (left.IsDeterminant != right.IsDeterminant) return Comparison.Different("only one of them is a determinant");
        if (left.Rows.Length != right.Rows.Length) return Comparison.Different("they have different numbers of rows");
        for (var row = 0; row < left.Rows.Length; row++)
        {
            var cells = ListEquality.InOrder(left.Rows[row], right.Rows[row]);
            if (!cells.AreEqual) return Comparison.Different($"row {row + 1}: {cells.Reason}");
        }

        return Comparison.Same("all cells are equal");
    }

    // A vector may be written as a column or in a row; brackets within brackets are a matrix.
    private static MatrixValue? Rows(AnswerValue value)
    {
        if (value is not TupleValue { Open: not '⟦' } tuple) return null;
        if (tuple.Items.All(item => item is TupleValue)) return new([.. tuple.Items.Select(item => ((TupleValue)item).Items)], false);
        return new([.. tuple.Items.Select(item => ImmutableArray.Create(item))], false);
    }

    private static Comparison CompareOperations(SetOperationValue left, SetOperationValue right)
    {
        if (left.Sign != right.Sign) return Comparison.Different("the sets are joined in different ways");
        var isUnordered = left.Sign != '∖';
        var (expected, given) = (Flat(left, left.Sign), Flat(right, left.Sign));
        return isUnordered ? ListEquality.InAnyOrder(expected, given) : ListEquality.InOrder(expected, given);
    }

    private static ImmutableArray<AnswerValue> Flat(AnswerValue value, char sign) =>
        value is SetOperationValue operation && operation.Sign == sign ? [.. Flat(operation.Left, sign), .. Flat(operation.Right, sign)] : [value];

    private static Comparison CompareRatios(RatioValue left, RatioValue right)
    {
        if (left.Parts.Length != right.Parts.Length) return Comparison.Different("they have different numbers of parts");
        if (left.Half != right.Half && left.Half.Length > 0 && right.Half.Length > 0) return Comparison.Different("one is before noon and one after");
        var areSame = left.Parts.Zip(right.Parts).All(pair => ExpressionEquality.Compare(pair.First, pair.Second).AreEqual);
        return areSame ? Comparison.Same("their parts are equal one by one") : Comparison.Different("their parts differ");
    }

    private static Comparison CompareRatio(RatioValue ratio, ExpressionValue value)
    {
        if (ratio is not { Half: "", Parts: [var first, var second] } || value.Unit.Length > 0) return Comparison.Different("they are of different kinds");
        var quotient = Fold.Divide(first, second);
        var isLowest = first is Number { Value.IsWhole: true } above && quotient is Number reduced && reduced.Value.Numerator == above.Value.Numerator;
        return isLowest ? ExpressionEquality.Compare(quotient, value.Expression) : Comparison.Different("they are of different kinds");
    }
}
