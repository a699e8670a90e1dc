using System.Collections.Immutable;
using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Reading;

/// <summary>Reads a stretch of tokens as an answer of some kind: list, relation, ratio, set, tuple, matrix, formula with a unit, words.</summary>
/// <remarks>Splits outside brackets, loosest sign first: commas and words, relations, colons, set signs.</remarks>
internal static partial class ValueParser
{
    private const int MostItems = 200;
    private const string RelationSigns = "=<>≤≥≠≈∈";

    /// <summary>Everything that an answer can be.</summary>
    /// <exception cref="UnreadableAnswerException">It is none of it.</exception>
    public static AnswerValue List(TokenRange tokens)
    {
        tokens = Trimmed(tokens);
        var separators = tokens.OutsideBrackets(IsSeparator);
        if (separators.Count == 0) return Item(tokens);
        var parts = tokens.Between(separators).Select(Trimmed).Where(part => !part.IsEmpty).ToList();
        if (parts.Count > MostItems) throw new UnreadableAnswerException($"it lists more than {MostItems} things");
        if (parts.Count == 1) return Item(parts[0]);
        return new ListValue([.. parts.Select(Item)], Join(tokens, separators));
    }

    private static AnswerValue Item(TokenRange tokens)
    {
        tokens = WithoutQuantifier(Trimmed(tokens));
        if (tokens.IsEmpty) throw new UnreadableAnswerException("nothing stands where an answer should");
        if (WithBothSigns(tokens) is { } both) return both;
        var relations = tokens.OutsideBrackets(token => IsSign(token, RelationSigns));
        if (relations.Count > 0) return Relation(tokens, relations);
        var colons = tokens.OutsideBrackets(token => token.Is(':'));
        if (colons.Count == 0) colons = tokens.OutsideBrackets(token => token.IsWord("to")).FindAll(place => IsBehindNumber(tokens, place)); // "3 to 4"
        return colons.Count > 0 ? Ratio(tokens, colons) : Side(tokens);
    }

    private static bool IsBehindNumber(TokenRange tokens, int place) => place > 0 && tokens[place - 1].Kind == TokenKind.Number;

    // "f(x) = 2x for all x"
    private static TokenRange WithoutQuantifier(TokenRange tokens)
    {
        var words = tokens.OutsideBrackets(token => token.IsWord("for"));
        var place = words.Find(place => place < tokens.Length - 1 && tokens[place + 1].IsWord("all"));
        return place > 0 ? Trimmed(tokens.Slice(0, place)) : tokens;
    }

    // A plus-minus sign means two answers.
    private static ListValue? WithBothSigns(TokenRange tokens)
    {
        if (IsSign(tokens[0], "⦃{") && tokens.IsEnclosed) return null; // each item of a set has its own
        if (!HasSign(tokens, "±∓")) return null;
        return new([Item(Signed(tokens, '+', '-')), Item(Signed(tokens, '-', '+'))], HasSign(tokens, "≠") ? Connective.And : Connective.Or);
    }

    private static TokenRange Signed(TokenRange tokens, char upper, char lower)
    {
        var signed = new Token[tokens.Length];
        for (var place = 0; place < signed.Length; place++)
        {
            var token = tokens[place];
            signed[place] = token.Is('±') ? token with { Text = upper.ToString() } : token.Is('∓') ? token with { Text = lower.ToString() } : token;
        }

        return new(signed, 0, signed.Length);
    }

    private static AnswerValue Relation(TokenRange tokens, List<int> places)
    {
        var parts = tokens.Between(places);
        var isNamed = NameReading.NameOf(parts[0]).Length > 0; // "x ≈ 3.14" says what x is
        var signs = places.Select(place => isNamed && tokens[place].Is('≈') ? '=' : tokens[place].Text[0]).ToImmutableArray();
        if (parts[0].IsEmpty && parts.Count == 2 && signs[0] is '=' or '≈') return Item(parts[1]); // "= 5"
        return new RelationValue([.. parts.Select(RelationSideOf)], signs);
    }

    private static RelationSide RelationSideOf(TokenRange tokens)
    {
        var name = NameReading.NameOf(tokens);
        if (name.Length == 0) return new(List(tokens), "");
        try
        {
            return new(Side(tokens), name);
        }
        catch (UnreadableAnswerException)
        {
            return new(null, name); // a name such as "∠ABC" is no formula and need not be one
        }
    }

    private static AnswerValue Ratio(TokenRange tokens, List<int> places)
    {
        var parts = tokens.Between(places);
        if (places.Count == 1 && IsProse(parts[0])) return Item(parts[1]); // "Answer: 5"
        var end = tokens[^1];
        var half = end.IsWord("am") || end.IsWord("pm") ? end.Text.ToLowerInvariant() : "";
        if (half.Length > 0) parts[^1] = parts[^1].Slice(0, parts[^1].Length - 1);
        try
        {
            return new RatioValue([.. parts.Select(part => ExpressionParser.Parse(Currency.Split(part).Tokens))], half);
        }
        catch (UnreadableAnswerException) when (HasWords(tokens))
        {
            return Prose(tokens);
        }
    }

    private static AnswerValue Side(TokenRange tokens)
    {
        var operations = tokens.OutsideBrackets(token => IsSign(token, "∪∩∖"));
        operations.AddRange(UnionLetters(tokens));
        return operations.Count == 0 ? Operand(tokens) : Operations(tokens, operations);
    }

    private static AnswerValue Operations(TokenRange tokens, List<int> places)
    {
        places.Sort();
        var parts = tokens.Between(places);
        var value = Operand(Trimmed(parts[0]));
        for (var place = 0; place < places.Count; place++)
        {
            var sign = tokens[places[place]].Text[0];
            value = new SetOperationValue(sign == 'U' ? '∪' : sign, value, Operand(Trimmed(parts[place + 1])));
        }

        return value;
    }

    // "(0,1) U (2,3)"
    private static IEnumerable<int> UnionLetters(TokenRange tokens) => tokens.OutsideBrackets(token => token is { Kind: TokenKind.Letter, Text: "U" })
        .Where(place => place > 0 && place < tokens.Length - 1 && TokenRange.Turn(tokens[place - 1]) < 0 && TokenRange.Turn(tokens[place + 1]) > 0);

    private static bool IsSeparator(Token token) => IsSign(token, ",;∨∧") || token.IsWord("and") || token.IsWord("or");

    private static bool IsSign(Token token, string signs) => token is { Kind: TokenKind.Sign, Text: [var sign] } && signs.Contains(sign);

    private static bool HasSign(TokenRange tokens, string signs) => Enumerable.Range(0, tokens.Length).Any(place => IsSign(tokens[place], signs));

    private static Connective Join(TokenRange tokens, List<int> separators)
    {
        if (separators.Exists(place => tokens[place].IsWord("or") || tokens[place].Is('∨'))) return Connective.Or;
        return separators.Exists(place => tokens[place].IsWord("and") || tokens[place].Is('∧')) ? Connective.And : Connective.Comma;
    }

    /// <summary>Without punctuation around it.</summary>
    public static TokenRange Trimmed(TokenRange tokens)
    {
        while (!tokens.IsEmpty && IsSign(tokens[0], ",;:*`\"⏎")) tokens = tokens.Slice(1, tokens.Length - 1);
        while (!tokens.IsEmpty && IsSign(tokens[^1], ".,;:*`\"⏎")) tokens = tokens.Slice(0, tokens.Length - 1);
        return tokens;
    }
}
