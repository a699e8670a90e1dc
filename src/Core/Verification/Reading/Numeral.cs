using System.Globalization;
using System.Numerics;
using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Reading;

/// <summary>Numbers as people write them: <c>1,234.50</c>, <c>1{,}000</c>, <c>1\,000</c>, <c>.5</c>, <c>007</c>, <c>1.5e3</c>, <c>0.\overline{3}</c>.</summary>
internal static class Numeral
{
    private const int MaximumDigits = 1000;

    private static readonly string[] BaseNames =
        ["", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"];

    private static readonly string[] Gaps = [",\\!", "{,}", ",", "\\,", "\\;", "\\ ", "~", " "];

    /// <summary>Takes a number off the front of a text that begins with a digit, or a point and a digit.</summary>
    /// <returns>Digits, perhaps a point and digits, perhaps repeating digits in parentheses, perhaps an exponent: <c>0.1(6)e3</c>.</returns>
    public static string Take(ReadOnlySpan<char> text, CommaMeaning comma, out int length)
    {
        var whole = TakeWhole(text, comma, out length);
        var fraction = TakeFraction(text[length..], comma, out var taken);
        length += taken;
        var repeating = Repetition.Take(text[length..], fraction, out taken);
        length += taken;
        var exponent = TakeExponent(text[length..], out taken);
        length += taken;
        return repeating.Length == 0 && fraction.Length == 0 && exponent.Length == 0
            ? whole
            : $"{whole}{(repeating.Length > 0 && fraction.Length == 0 ? "." : fraction)}{repeating}{exponent}";
    }

    /// <summary>The exact value of what <see cref="Take"/> gave; null where it has too many digits.</summary>
    public static Rational? Value(string numeral)
    {
        if (numeral.Length > MaximumDigits) return null;
        var mantissa = numeral.AsSpan();
        var exponent = 0;
        if (mantissa.IndexOf('e') is >= 0 and var mark)
        {
            if (!int.TryParse(mantissa[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)) return null;
            mantissa = mantissa[..mark];
        }

        if (Math.Abs(exponent) > MaximumDigits) return null;
        var scale = Rational.Power(Rational.Of(10, 1)!.Value, Rational.Of(exponent, 1)!.Value)!.Value;
        return Mantissa(mantissa) is { } value ? Rational.Multiply(value, scale) : null;
    }

    /// <summary>Digits behind the point; 0 for whole numbers and where an exponent or a repetition follows.</summary>
    public static int DecimalPlaces(string numeral)
    {
        var point = numeral.IndexOf('.', StringComparison.Ordinal);
        return point < 0 || numeral.AsSpan().ContainsAny('e', '(') ? 0 : numeral.Length - point - 1;
    }

    /// <summary>Whether all digits belong to a base.</summary>
    public static bool IsInBase(string digits, int radix) => digits.All(digit => char.IsAsciiDigit(digit) && digit - '0' < radix);

    /// <summary>A base in digits or as a word; null where it is no whole number from 2 to 36.</summary>
    public static int? BaseOf(string text)
    {
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var radix = isNumber ? number : Array.IndexOf(BaseNames, text.ToLowerInvariant());
        return radix is >= 2 and <= 36 ? radix : null;
    }

    private static string TakeWhole(ReadOnlySpan<char> text, CommaMeaning comma, out int length)
    {
        length = DigitCount(text);
        var digits = text[..length].ToString();
        if (length is 0 or > 3 || digits[0] == '0') return digits;
        while (TakeGap(text[length..], comma) is > 0 and var gap)
        {
            digits += text.Slice(length + gap, 3).ToString();
            length += gap + 3;
        }

        return digits;
    }

    // A gap counts before exactly three digits; "2 100/3" is a mixed number.
    private static int TakeGap(ReadOnlySpan<char> text, CommaMeaning comma)
    {
        foreach (var gap in Gaps)
        {
            if (!text.StartsWith(gap)) continue;
            if (gap == "," && comma != CommaMeaning.Thousands) return 0;
            var rest = text[gap.Length..];
            var isGroup = DigitCount(rest) == 3 && !(gap == " " && rest.Length > 3 && rest[3] == '/');
            return isGroup ? gap.Length : 0;
        }

        return 0;
    }

    private static string TakeFraction(ReadOnlySpan<char> text, CommaMeaning comma, out int length)
    {
        length = 0;
        var mark = text.StartsWith(".") || comma == CommaMeaning.Decimal && text.StartsWith(",") ? 1 : text.StartsWith("{,}") ? 3 : 0;
        if (mark == 0 || DigitCount(text[mark..]) is not (> 0 and var digits)) return "";
        length = mark + digits;
        return $".{text.Slice(mark, digits)}";
    }

    private static string TakeExponent(ReadOnlySpan<char> text, out int length)
    {
        length = 0;
        if (text.IsEmpty || text[0] is not ('e' or 'E')) return "";
        var sign = text.Length > 1 && text[1] is '+' or '-' ? 1 : 0;
        var digits = DigitCount(text[(1 + sign)..]);
        if (digits is 0 or > 9) return "";
        length = 1 + sign + digits;
        return $"e{text[1..length]}";
    }

    private static Rational? Mantissa(ReadOnlySpan<char> text)
    {
        var repeating = text.IndexOf('(') is >= 0 and var mark ? text[(mark + 1)..^1] : default;
        var plain = repeating.IsEmpty ? text : text[..^(repeating.Length + 2)];
        var point = plain.IndexOf('.');
        var places = point < 0 ? 0 : plain.Length - point - 1;
        var digits = point < 0 ? Parse(plain) : Parse(plain[..point]) * BigInteger.Pow(10, places) + Parse(plain[(point + 1)..]);
        var scale = BigInteger.Pow(10, places);
        if (repeating.IsEmpty) return Rational.Of(digits, scale);
        var nines = BigInteger.Pow(10, repeating.Length) - 1;
        return Rational.Of(digits * nines + Parse(repeating), scale * nines);
    }

    private static int DigitCount(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length;

    private static BigInteger Parse(ReadOnlySpan<char> digits) =>
        digits.IsEmpty ? BigInteger.Zero : BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
