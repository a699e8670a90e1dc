using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Reading;

/// <summary>Reads a stretch of tokens as one expression, by recursive descent: sum, product, sign, power, atom.</summary>
/// <remarks>Bounded by the number of tokens and <see cref="DeepestNesting"/>. A product needs no sign: <c>2\pi r</c>. Division and
/// unsigned products are taken from left to right: <c>1/2x</c> is half of x.</remarks>
internal sealed partial class ExpressionParser
{
    private const int DeepestNesting = 60;

    private readonly TokenRange _tokens;
    private int _place;
    private int _depth;
    private int _barDepth;

    private ExpressionParser(TokenRange tokens) => _tokens = tokens;

    /// <summary>The expression that all of the tokens make.</summary>
    /// <exception cref="UnreadableAnswerException">They make none.</exception>
    public static Expression Parse(TokenRange tokens)
    {
        var parser = new ExpressionParser(tokens);
        var expression = parser.Whole();
        return parser.Next is { } rest ? throw new UnreadableAnswerException($"\"{rest.Text}\" was not expected") : expression;
    }

    private Token? Next => _place < _tokens.Length ? _tokens[_place] : null;

    private bool NextIs(char sign) => Next is { } token && token.Is(sign);

    private bool Take(char sign)
    {
        if (!NextIs(sign)) return false;
        _place++;
        return true;
    }

    private void Expect(char sign)
    {
        if (!Take(sign)) throw new UnreadableAnswerException($"\"{sign}\" is missing");
    }

    private Token TakeAny() => Next is { } token ? Advance(token) : throw new UnreadableAnswerException("it ends too early");

    private Token Advance(Token token)
    {
        _place++;
        return token;
    }

    private Expression Sum()
    {
        if (++_depth > DeepestNesting) throw new UnreadableAnswerException($"it is nested more than {DeepestNesting} deep");
        var sum = Product();
        while (true)
        {
            if (Take('+')) sum = Fold.Add(sum, Product());
            else if (Take('-')) sum = Fold.Subtract(sum, Product());
            else break;
        }

        _depth--;
        return sum;
    }

    private Expression Product()
    {
        var product = Signed();
        while (true)
        {
            if (Take('*')) product = Fold.Multiply(product, Signed());
            else if (Take('/')) product = Fold.Divide(product, Signed());
            else if (BeginsFactor()) product = Fold.Multiply(product, Powered());
            else return product;
        }
    }

    private Expression Signed()
    {
        var isNegative = false;
        while (NextIs('-') || NextIs('+')) isNegative ^= TakeAny().Is('-');
        return isNegative ? Fold.Negate(Powered()) : Powered();
    }

    // "7 2" is no product: two numbers side by side mean something else.
    private bool BeginsFactor()
    {
        if (Next is not { } token) return false;
        return token.Kind switch
        {
            TokenKind.Number => _place > 0 && _tokens[_place - 1].Kind != TokenKind.Number,
            TokenKind.Letter or TokenKind.Word => true,
            TokenKind.Command => !token.IsCommand("rfloor") && !token.IsCommand("rceil") && !token.IsCommand("choose") && !token.IsCommand("over"),
            _ => token.Is('(') || token.Is('[') || token.Is('{') || token.Is('|') && _barDepth == 0,
        };
    }

    private Expression Powered()
    {
        var result = Atom();
        while (Next is { } token)
        {
            if (token.Is('!')) result = Fold.Apply(FunctionName.Factorial, result);
            else if (token.Is('%')) result = new Percent(Bare(result));
            else if (token.Is('°')) result = new Degrees(Bare(result));
            else if (!token.Is('^')) return result;
            _place++;
            if (token.Is('^')) result = Raised(result);
            if (result is Degrees) TakeTemperatureScale();
        }

        return result;
    }

    private Expression Raised(Expression inner)
    {
        if (TakeCircle()) return new Degrees(Bare(inner));
        if (TakeOrdinalEnding()) return inner;
        return Fold.Raise(inner, Exponent());
    }

    private static Expression Bare(Expression inner) =>
        inner is Percent or Degrees ? throw new UnreadableAnswerException("a percent or degree sign follows another") : inner;

    private Expression Exponent()
    {
        if (++_depth > DeepestNesting) throw new UnreadableAnswerException($"it is nested more than {DeepestNesting} deep");
        var isNegative = Take('-');
        var exponent = Argument();
        if (Take('^')) exponent = Fold.Raise(exponent, Exponent());
        _depth--;
        return isNegative ? Fold.Negate(exponent) : exponent;
    }

    // "^\circ" and "^{\circ}" are the degree sign.
    private bool TakeCircle()
    {
        var isBraced = NextIs('{');
        var place = _place + (isBraced ? 1 : 0);
        if (place >= _tokens.Length || !_tokens[place].IsCommand("circ")) return false;
        if (isBraced && !(place + 1 < _tokens.Length && _tokens[place + 1].Is('}'))) return false;
        _place = place + (isBraced ? 2 : 1);
        return true;
    }

    private void TakeTemperatureScale()
    {
        if (_place == _tokens.Length - 1 && Next is { Text: "C" or "F" }) _place++;
    }

    // "5^{th}" and "5^{\text{th}}" are 5.
    private bool TakeOrdinalEnding()
    {
        if (!NextIs('{')) return false;
        var length = _tokens.Slice(_place, _tokens.Length - _place).Closer();
        if (!Words.IsOrdinalEnding(_tokens.Slice(_place + 1, length - 1).Text)) return false;
        _place += length + 1;
        return true;
    }
}
