using System.Globalization;
using System.Numerics;

namespace Rollouts.Core.Verification;

/// <summary>Numbers as people write them: <c>1,234.50</c>, <c>.5</c>, <c>007</c>.</summary>
internal static class DecimalNumber
{
    private const int MaximumDigits = 1000;

    /// <summary>Takes an unsigned number off the front of a text, white space before it included; null where there is none.</summary>
    /// <param name="isWhole">Whether it has no decimal point.</param>
    public static Rational? Take(ref ReadOnlySpan<char> text, out bool isWhole)
    {
        var rest = text.TrimStart();
        var wholeLength = WholeLength(rest);
        var fractionLength = FractionLength(rest[wholeLength..]);
        isWhole = fractionLength == 0;
        if (wholeLength + fractionLength is 0 or > MaximumDigits) return null;
        text = rest[(wholeLength + fractionLength)..];
        var whole = Parse(rest[..wholeLength]);
        if (isWhole) return Rational.Of(whole, 1);
        var scale = BigInteger.Pow(10, fractionLength - 1);
        return Rational.Of(whole * scale + Parse(rest.Slice(wholeLength + 1, fractionLength - 1)), scale);
    }

    /// <summary>Length of the digits that a text begins with, commas between groups of three included.</summary>
    private static int WholeLength(ReadOnlySpan<char> text)
    {
        var length = DigitCount(text);
        if (length is 0 or > 3) return length;
        while (length + 3 < text.Length && text[length] == ',' && DigitCount(text[(length + 1)..]) == 3) length += 4;
        return length;
    }

    private static int FractionLength(ReadOnlySpan<char> text) =>
        text.StartsWith(".") && DigitCount(text[1..]) is > 0 and var digits ? digits + 1 : 0;

    private static int DigitCount(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length;

    private static BigInteger Parse(ReadOnlySpan<char> digits) =>
        digits.IsEmpty ? BigInteger.Zero : BigInteger.Parse(digits, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
