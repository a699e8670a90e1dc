using System.Collections.Immutable;

namespace Rollouts.Core.Verification.Values;

/// <summary>Says in words what an answer was read as: <c>the number 1/2</c>, <c>the set {1, 2}</c>.</summary>
internal static class AnswerValueText
{
    private const int MostItems = 8;

    public static string Of(AnswerValue value) => value switch
    {
        ExpressionValue { Expression: Number or Percent or Degrees or BasedNumeral or Constant } => $"the number {Short(value)}",
        ExpressionValue => $"the expression {Short(value)}",
        TextValue => $"the words {Short(value)}",
        ListValue list => $"{list.Items.Length} answers, {Short(value)}",
        SetValue { Items.IsEmpty: true } => "the empty set",
        SetValue or SetOperationValue or RealsValue => $"the set {Short(value)}",
        TupleValue => $"the tuple or interval {Short(value)}",
        MatrixValue matrix => $"a {matrix.Rows.Length} × {matrix.Rows[0].Length} {(matrix.IsDeterminant ? "determinant" : "matrix")} {Short(value)}",
        RelationValue { Signs: [.. var signs] } when signs.All(sign => sign == '=') => $"the equation {Short(value)}",
        RelationValue => $"the relation {Short(value)}",
        RatioValue => $"the ratio or time {Short(value)}",
        _ => Short(value),
    };

    private static string Short(AnswerValue value) => value switch
    {
        ExpressionValue { Unit: "" } expression => expression.Expression.ToString(),
        ExpressionValue expression => $"{expression.Expression} {expression.Unit}",
        TextValue text => $"\"{text.Text}\"",
        ListValue list => Join(list.Items, list.Connective switch { Connective.And => " and ", Connective.Or => " or ", _ => ", " }),
        SetValue set => $"{{{Join(set.Items, ", ")}}}",
        TupleValue tuple => $"{tuple.Open}{Join(tuple.Items, ", ")}{tuple.Close}",
        MatrixValue matrix => $"[{string.Join("; ", matrix.Rows.Take(MostItems).Select(row => Join(row, ", ")))}]",
        RealsValue => "of all real numbers",
        SetOperationValue operation => $"{Short(operation.Left)} {operation.Sign} {Short(operation.Right)}",
        RelationValue relation => Short(relation.Sides[0]) + string.Concat(relation.Signs.Select((sign, place) => $" {sign} {Short(relation.Sides[place + 1])}")),
        RatioValue ratio => string.Join(":", ratio.Parts) + (ratio.Half.Length == 0 ? "" : $" {ratio.Half}"),
        _ => value.GetType().Name,
    };

    private static string Short(RelationSide side) => side.Value is null ? side.Name : Short(side.Value);

    private static string Join(ImmutableArray<AnswerValue> items, string separator) =>
        string.Join(separator, items.Take(MostItems).Select(Short)) + (items.Length > MostItems ? ", …" : "");
}
