namespace Rollouts.Core.Verification;

/// <summary>Reads numbers and simple arithmetic exactly: signs, thousands commas, decimals, fractions, mixed numbers, percent,
/// + - * / ^, parentheses, <c>\frac{a}{b}</c>.</summary>
/// <remarks>Recursive descent; bounded by the length of the text, the depth of nesting, and the size of every value.</remarks>
internal ref struct ArithmeticExpression
{
    private const int LongestText = 500;
    private const int DeepestNesting = 30;

    private ReadOnlySpan<char> _rest;
    private int _depth;

    private ArithmeticExpression(ReadOnlySpan<char> text) => _rest = text;

    /// <summary>The value of a text, or null where it is not simple arithmetic or too big.</summary>
    public static Rational? Evaluate(ReadOnlySpan<char> text)
    {
        if (text.Length > LongestText) return null;
        var expression = new ArithmeticExpression(text);
        var value = expression.Sum();
        return expression._rest.TrimStart().IsEmpty ? value : null;
    }

    private Rational? Sum()
    {
        var sum = Product();
        while (sum is { } left)
        {
            if (Take('+')) sum = Product() is { } right ? Rational.Add(left, right) : null;
            else if (Take('-')) sum = Product() is { } right ? Rational.Add(left, Rational.Negate(right)) : null;
            else break;
        }

        return sum;
    }

    private Rational? Product()
    {
        var product = Signed();
        while (product is { } left)
        {
            if (Take('*')) product = Signed() is { } right ? Rational.Multiply(left, right) : null;
            else if (Take('/')) product = Signed() is { } right ? Rational.Divide(left, right) : null;
            else if (Next is '(') product = Power() is { } right ? Rational.Multiply(left, right) : null;
            else break;
        }

        return product;
    }

    private Rational? Signed()
    {
        if (++_depth > DeepestNesting) return null;
        var value = Take('-') ? Signed() is { } negated ? Rational.Negate(negated) : null : Take('+') ? Signed() : Power();
        _depth--;
        return value;
    }

    private Rational? Power()
    {
        if (Percent() is not { } value) return null;
        if (!Take('^')) return value;
        return (Next is '{' ? Braced() : Signed()) is { } exponent ? Rational.Power(value, exponent) : null;
    }

    private Rational? Percent()
    {
        var value = Atom();
        return value is { } number && Take('%') ? Rational.Divide(number, Rational.Of(100, 1)!.Value) : value;
    }

    private Rational? Atom()
    {
        if (Next is '(') return Enclosed('(', ')');
        if (Next is '{') return Braced();
        if (TakeFraction(out var fraction)) return fraction;
        return MixedNumber();
    }

    private Rational? Braced() => Enclosed('{', '}');

    private Rational? Enclosed(char open, char close)
    {
        if (!Take(open) || ++_depth > DeepestNesting) return null;
        var value = Sum();
        _depth--;
        return Take(close) ? value : null;
    }

    private bool TakeFraction(out Rational? value)
    {
        value = null;
        var text = _rest.TrimStart();
        if (!text.StartsWith(@"\frac")) return false;
        _rest = text[5..];
        if (FractionPart() is { } numerator && FractionPart() is { } denominator) value = Rational.Divide(numerator, denominator);
        return true;
    }

    // "\frac12" is one half: without braces a part is a single digit.
    private Rational? FractionPart()
    {
        if (Next is '{') return Braced();
        var digit = _rest.TrimStart();
        if (digit.IsEmpty || !char.IsAsciiDigit(digit[0])) return null;
        _rest = digit[1..];
        return Rational.Of(digit[0] - '0', 1);
    }

    // "2 1/2" and "2\frac{1}{2}" are two and a half.
    private Rational? MixedNumber()
    {
        var number = DecimalNumber.Take(ref _rest, out var isWhole);
        if (number is not { } whole || !isWhole) return number;
        if (_rest.StartsWith(@"\frac")) return TakeFraction(out var fraction) && fraction is { } part ? Rational.Add(whole, part) : null;
        return TakeSpacedFraction() is { } spaced ? Rational.Add(whole, spaced) : whole;
    }

    private Rational? TakeSpacedFraction()
    {
        var text = _rest.TrimStart();
        if (text.Length == _rest.Length || text.IsEmpty || !char.IsAsciiDigit(text[0])) return null;
        if (DecimalNumber.Take(ref text, out var isWhole) is not { } numerator || !isWhole || !text.StartsWith("/")) return null;
        text = text[1..];
        if (DecimalNumber.Take(ref text, out isWhole) is not { } denominator || !isWhole) return null;
        _rest = text;
        return Rational.Divide(numerator, denominator);
    }

    private readonly char? Next => _rest.TrimStart() is [var next, ..] ? next : null;

    private bool Take(char sign)
    {
        if (Next != sign) return false;
        _rest = _rest.TrimStart()[1..];
        return true;
    }
}
