using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Reading;

/// <summary>Words behind a number that change its value: million, percent, degrees, tenths, squared.</summary>
internal static class Multiplier
{
    /// <summary>The changed value, or null where the word is none of them.</summary>
    public static Expression? Apply(Expression value, Token word) => word.Kind != TokenKind.Word ? null : word.Text.ToLowerInvariant() switch
    {
        "percent" or "pct" => new Percent(value),
        "degree" or "degrees" or "deg" => new Degrees(value),
        "dozen" or "dozens" => Fold.Multiply(value, Number.Of(12)),
        "hundred" => Fold.Multiply(value, Number.Of(100)),
        "thousand" => Fold.Multiply(value, Number.Of(1_000)),
        "million" => Fold.Multiply(value, Number.Of(1_000_000)),
        "billion" => Fold.Multiply(value, Number.Of(1_000_000_000)),
        "trillion" => Fold.Multiply(Fold.Multiply(value, Number.Of(1_000_000)), Number.Of(1_000_000)),
        "halves" => Fold.Divide(value, Number.Of(2)),
        "thirds" => Fold.Divide(value, Number.Of(3)),
        "fourths" => Fold.Divide(value, Number.Of(4)),
        "fifths" => Fold.Divide(value, Number.Of(5)),
        "sixths" => Fold.Divide(value, Number.Of(6)),
        "eighths" => Fold.Divide(value, Number.Of(8)),
        "tenths" => Fold.Divide(value, Number.Of(10)),
        "hundredths" => Fold.Divide(value, Number.Of(100)),
        "thousandths" => Fold.Divide(value, Number.Of(1_000)),
        "squared" => Fold.Raise(value, Number.Of(2)),
        "cubed" => Fold.Raise(value, Number.Of(3)),
        _ => null,
    };
}
