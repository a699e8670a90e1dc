using System.Collections.Immutable;

namespace Rollouts.Core.Verification.Values;

/// <summary>What an answer is, once it has been read: its kind decides how it is compared.</summary>
internal abstract record AnswerValue
{
    /// <summary>The kind in words and what was read, for people.</summary>
    public sealed override string ToString() => AnswerValueText.Of(this);
}

/// <summary>A number or formula.</summary>
/// <param name="Unit">What stands behind it, in one spelling (<see cref="Reading.UnitPhrase"/>); empty where nothing does.</param>
/// <param name="DecimalPlaces">Digits behind the point, where it is written as one decimal number; else 0.</param>
internal sealed record ExpressionValue(Expression Expression, string Unit = "", int DecimalPlaces = 0) : AnswerValue;

/// <summary>Words.</summary>
/// <param name="Text">Lower case, single spaces.</param>
internal sealed record TextValue(string Text) : AnswerValue;

/// <summary>Several answers without brackets; their order does not count.</summary>
internal sealed record ListValue(ImmutableArray<AnswerValue> Items, Connective Connective) : AnswerValue;

/// <summary>A set in braces.</summary>
internal sealed record SetValue(ImmutableArray<AnswerValue> Items) : AnswerValue;

/// <summary>Items in order between brackets: a point, a vector, or with two items an interval.</summary>
/// <param name="Open"><c>(</c>, <c>[</c> or <c>⟨</c>.</param>
/// <param name="Close"><c>)</c>, <c>]</c> or <c>⟩</c>.</param>
internal sealed record TupleValue(char Open, char Close, ImmutableArray<AnswerValue> Items) : AnswerValue;

/// <summary>A matrix, row by row.</summary>
/// <param name="IsDeterminant">Written between bars.</param>
internal sealed record MatrixValue(ImmutableArray<ImmutableArray<AnswerValue>> Rows, bool IsDeterminant) : AnswerValue;

/// <summary>All real numbers.</summary>
internal sealed record RealsValue : AnswerValue;

/// <summary>Two sets joined.</summary>
/// <param name="Sign"><c>∪</c>, <c>∩</c> or <c>∖</c>.</param>
internal sealed record SetOperationValue(char Sign, AnswerValue Left, AnswerValue Right) : AnswerValue;

/// <summary>An equation, an inequality, or a chain of them.</summary>
/// <param name="Signs">One fewer than the sides: <c>= ≈ &lt; ≤ &gt; ≥ ≠ ∈</c>.</param>
internal sealed record RelationValue(ImmutableArray<RelationSide> Sides, ImmutableArray<char> Signs) : AnswerValue;

/// <summary>Numbers with colons between them: a ratio or a time of day.</summary>
/// <param name="Half"><c>am</c>, <c>pm</c> or empty.</param>
internal sealed record RatioValue(ImmutableArray<Expression> Parts, string Half) : AnswerValue;

/// <summary>One side of a relation.</summary>
/// <param name="Value">What it says; null where it is nothing but a name.</param>
/// <param name="Name">The side as text where it can be the name of something (<c>x</c>, <c>f(x)</c>, <c>∠ABC</c>), else empty.</param>
internal sealed record RelationSide(AnswerValue? Value, string Name);

/// <summary>What joins the items of a list.</summary>
internal enum Connective
{
    /// <summary>Commas or semicolons alone.</summary>
    Comma,

    /// <summary>The word "and".</summary>
    And,

    /// <summary>The word "or".</summary>
    Or,
}
