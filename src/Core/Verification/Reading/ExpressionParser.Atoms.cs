using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Reading;

/// <summary>Numbers, names and brackets.</summary>
internal sealed partial class ExpressionParser
{
    private Expression Atom()
    {
        var token = TakeAny();
        return token.Kind switch
        {
            TokenKind.Number => AfterNumber(token),
            TokenKind.Letter => Named(token.Text),
            TokenKind.Word => Spelled(token.Text),
            TokenKind.Command => Commanded(token.Text),
            _ => Enclosed(token),
        };
    }

    private Expression Enclosed(Token open)
    {
        if (open.Is('{')) return Until('}');
        if (open.Is('(')) return Until(')');
        if (open.Is('[')) return Until(']');
        if (!open.Is('|')) throw new UnreadableAnswerException($"\"{open.Text}\" was not expected");
        _barDepth++;
        var inner = Sum();
        _barDepth--;
        Expect('|');
        return Fold.Apply(FunctionName.Abs, inner);
    }

    // Within brackets a bar opens again, whatever stands outside.
    private Expression Until(char close)
    {
        var bars = _barDepth;
        _barDepth = 0;
        var inner = Whole();
        _barDepth = bars;
        Expect(close);
        return inner;
    }

    // "{1 \over 2}" and "{5 \choose 2}" split all that their braces hold.
    private Expression Whole()
    {
        var whole = Sum();
        if (Next is not { Kind: TokenKind.Command, Text: "over" or "choose" } command) return whole;
        _place++;
        return command.Text == "over" ? Fold.Divide(whole, Sum()) : Fold.Apply(FunctionName.Binomial, whole, Sum());
    }

    private Expression AfterNumber(Token token)
    {
        var value = Numeral.Value(token.Text) ?? throw new UnreadableAnswerException("a number has too many digits");
        if (NextIs('_')) return Based(token.Text);
        var number = new Number(value);
        return value.IsWhole && TakeFractionOfMixedNumber() is { } fraction ? Fold.Add(number, fraction) : number;
    }

    private BasedNumeral Based(string digits)
    {
        _place++;
        var radix = Numeral.BaseOf(NextIs('{') ? Group().Text : TakeAny().Text)
            ?? throw new UnreadableAnswerException("a base is not a number from 2 to 36");
        return Numeral.IsInBase(digits, radix) ? new(digits, radix) : throw new UnreadableAnswerException($"{digits} is not a number in base {radix}");
    }

    private TokenRange Group()
    {
        var length = _tokens.Slice(_place, _tokens.Length - _place).Closer();
        var inner = _tokens.Slice(_place + 1, length - 1);
        _place += length + 1;
        return inner;
    }

    // "2\frac{1}{2}" and "2 1/2" are two and a half; what is not smaller than one is a factor instead.
    private Number? TakeFractionOfMixedNumber()
    {
        var place = _place;
        var (numerator, denominator) = Next is { Text: "frac", Kind: TokenKind.Command }
            ? (WholeArgument(place + 1, out place), WholeArgument(place, out place))
            : (SpacedNumerator(ref place), WholeArgument(place, out place));
        if (numerator is not { } above || denominator is not { } below || above.CompareTo(below) >= 0) return null;
        _place = place;
        return new(Rational.Divide(above, below)!.Value);
    }

    private Rational? SpacedNumerator(ref int place)
    {
        if (place + 1 >= _tokens.Length || !_tokens[place].IsAfterSpace || !_tokens[place + 1].Is('/')) return null;
        var numerator = WholeArgument(place, out place);
        place++;
        return numerator;
    }

    private Rational? WholeArgument(int place, out int end)
    {
        var isBraced = place < _tokens.Length && _tokens[place].Is('{');
        var inner = isBraced ? place + 1 : place;
        end = inner + (isBraced ? 2 : 1);
        if (end > _tokens.Length || _tokens[inner].Kind != TokenKind.Number || isBraced && !_tokens[inner + 1].Is('}')) return null;
        return Numeral.Value(_tokens[inner].Text) is { IsWhole: true } value ? value : null;
    }

    private Expression Named(string letter)
    {
        var name = letter + NameEnding();
        if (letter is "f" or "g" && NextIs('(')) return new Variable($"{name}({Group().Text})"); // the value of a function, no product
        return name switch
        {
            "e" => new Constant(ConstantName.E),
            "i" => new Constant(ConstantName.I),
            _ => new Variable(name),
        };
    }

    private string NameEnding()
    {
        var ending = "";
        while (NextIs('\'') || NextIs('_'))
        {
            if (Take('\'')) ending += "'";
            else
            {
                _place++;
                ending += $"_{(NextIs('{') ? Group().Text : TakeAny().Text)}";
            }
        }

        return ending;
    }

    // "\text{A}" is a letter, a longer word is none.
    private Expression Spelled(string word) => word.Length == 1 ? Named(word) : throw new UnreadableAnswerException($"\"{word}\" is a word");
}
