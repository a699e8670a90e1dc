using System.Collections.Immutable;
using System.Text;
using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Reading;

/// <summary>What stands between set signs: brackets, matrices, formulas, words.</summary>
internal static partial class ValueParser
{
    private static readonly string[] SmallNumbers =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    private static AnswerValue Operand(TokenRange tokens)
    {
        if (tokens.IsEmpty) throw new UnreadableAnswerException("nothing stands where an answer should");
        if (tokens.Length == 1 && tokens[0].Is('ℝ')) return new RealsValue();
        if (tokens.Length == 1 && tokens[0].Is('∅')) return new SetValue([]);
        if (tokens.IsEnclosed) return Enclosed(tokens);
        if (IsNamedPoint(tokens)) return Enclosed(tokens.Slice(1, tokens.Length - 1));
        return MatrixReading.IsScaled(tokens) ? MatrixReading.Scaled(tokens) : Formula(tokens);
    }

    // "A(1, 2)"
    private static bool IsNamedPoint(TokenRange tokens)
    {
        if (tokens.Length < 4 || tokens[0] is not { Kind: TokenKind.Letter, Text: [>= 'A' and <= 'Z'] } || !tokens[1].Is('(')) return false;
        var rest = tokens.Slice(1, tokens.Length - 1);
        return rest.IsEnclosed && rest.Slice(1, rest.Length - 2).OutsideBrackets(token => token.Is(',')).Count > 0;
    }

    private static AnswerValue Enclosed(TokenRange tokens)
    {
        var (open, close) = (tokens[0].Text[0], tokens[^1].Text[0]);
        var inner = tokens.Slice(1, tokens.Length - 2);
        if (open == '⟦') return MatrixReading.Read(tokens);
        if (open == '⦃') return Set(inner);
        if (open == '⌊') throw new UnreadableAnswerException("a bracket is missing");
        var commas = inner.OutsideBrackets(token => token.Is(',') || token.Is(';'));
        if (open == '{' && inner.OutsideBrackets(token => token.Is('|')).Count == 1) return Set(inner);
        if (commas.Count == 0) return inner.IsEmpty ? throw new UnreadableAnswerException("brackets hold nothing") : List(inner);
        return open == '{' ? Set(inner) : new TupleValue(open, close, Items(inner, commas));
    }

    private static ImmutableArray<AnswerValue> Items(TokenRange inner, List<int> commas) =>
        commas.Count < MostItems ? [.. inner.Between(commas).Select(Item)] : throw new UnreadableAnswerException($"it lists more than {MostItems} things");

    // "{x | x > 1}" is what the condition says.
    private static AnswerValue Set(TokenRange inner)
    {
        if (inner.IsEmpty) return new SetValue([]);
        var bars = inner.OutsideBrackets(token => token.Is('|') || token.Is(':'));
        if (bars.Count == 1 && NameReading.IsName(BeforeMembership(inner.Slice(0, bars[0]))))
            return List(inner.Slice(bars[0] + 1, inner.Length - bars[0] - 1));
        return new SetValue(Items(inner, inner.OutsideBrackets(token => token.Is(',') || token.Is(';'))));
    }

    private static TokenRange BeforeMembership(TokenRange tokens) =>
        tokens.OutsideBrackets(token => token.Is('∈')) is [var place, ..] ? tokens.Slice(0, place) : tokens;

    private static AnswerValue Formula(TokenRange tokens)
    {
        (tokens, var currency) = Currency.Split(tokens);
        try
        {
            var value = WithUnit(tokens) ?? Bare(tokens);
            return value with { Unit = Currency.Join(currency, value.Unit) };
        }
        catch (UnreadableAnswerException) when (HasWords(tokens) && !HasFormula(tokens))
        {
            return Prose(tokens);
        }
    }

    private static ExpressionValue Bare(TokenRange tokens)
    {
        tokens = WithoutHedge(tokens);
        var places = tokens.Length is 1 or 2 && tokens[^1].Kind == TokenKind.Number ? Numeral.DecimalPlaces(tokens[^1].Text) : 0;
        return new(ExpressionParser.Parse(tokens), "", places);
    }

    // The first word behind a number begins the unit, or multiplies.
    private static ExpressionValue? WithUnit(TokenRange tokens)
    {
        tokens = WithoutHedge(tokens);
        var words = tokens.OutsideBrackets(token => token.Kind == TokenKind.Word);
        if (words is not [> 0 and var first, ..]) return null;
        if (tokens[first - 1].Is('/')) first--; // "60/hour"
        if (first == 0) return null;
        var value = new ExpressionValue(Bare(tokens.Slice(0, first)).Expression);
        for (; first < tokens.Length && Multiplier.Apply(value.Expression, tokens[first]) is { } changed; first++) value = new(changed);
        if (first == tokens.Length) return value;
        return UnitPhrase.Of(tokens.Slice(first, tokens.Length - first)) is { } unit ? value with { Unit = unit } : null;
    }

    private static TokenRange WithoutHedge(TokenRange tokens)
    {
        while (tokens.Length > 1 && tokens[0] is { Kind: TokenKind.Word } word && Words.IsHedge(word.Text)) tokens = tokens.Slice(1, tokens.Length - 1);
        return tokens;
    }

    private static bool IsProse(TokenRange tokens) =>
        !tokens.IsEmpty && Enumerable.Range(0, tokens.Length).All(place => tokens[place].Kind == TokenKind.Word);

    private static bool HasWords(TokenRange tokens) => Enumerable.Range(0, tokens.Length).Any(place => tokens[place].Kind == TokenKind.Word);

    private static bool HasFormula(TokenRange tokens) => Enumerable.Range(0, tokens.Length).Any(
        place => tokens[place].Kind == TokenKind.Command || IsSign(tokens[place], "^_=<>≤≥≠∈∪∩|+*⟦⦃"));

    private static AnswerValue Prose(TokenRange tokens)
    {
        var words = new StringBuilder();
        for (var place = 0; place < tokens.Length; place++)
        {
            if (tokens[place].IsAfterSpace && words.Length > 0) words.Append(' ');
            if (!IsSign(tokens[place], ".,{}")) words.Append(tokens[place].Text.ToLowerInvariant());
        }

        return words.ToString() switch
        {
            "no solution" or "no solutions" or "no real solution" or "no real solutions" or "empty set" or "the empty set" => new SetValue([]),
            "all real numbers" or "all reals" or "real numbers" or "all real" => new RealsValue(),
            "infinity" => new ExpressionValue(new Constant(ConstantName.Infinity)),
            var number when Array.IndexOf(SmallNumbers, number) is >= 0 and var count => new ExpressionValue(Number.Of(count)),
            "dne" or "doesn't exist" => new TextValue("does not exist"),
            var other => new TextValue(other),
        };
    }
}
