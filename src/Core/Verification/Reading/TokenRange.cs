using System.Text;

namespace Rollouts.Core.Verification.Reading;

/// <summary>A stretch of tokens, looked at as a whole: where it splits, what encloses it.</summary>
internal readonly record struct TokenRange(IReadOnlyList<Token> Tokens, int Start, int End)
{
    private const string Opening = "([{⦃⟨⟦⌊";
    private const string Closing = ")]}⦄⟩⟧⌋";

    public int Length => End - Start;

    public bool IsEmpty => End <= Start;

    public Token this[int place] => Tokens[Start + place];

    public TokenRange Slice(int start, int length) => new(Tokens, Start + start, Start + start + length);

    /// <summary>The text without spaces and without braces around a single token, for comparing and for names.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder();
            for (var place = 0; place < Length; place++)
            {
                if (IsSingleBrace(place)) continue;
                var isNumber = this[place].Kind == TokenKind.Number;
                text.Append(isNumber && text.Length > 0 && char.IsAsciiDigit(text[^1]) ? " " : "").Append(this[place].Text);
            }

            return text.ToString();
        }
    }

    private bool IsSingleBrace(int place) =>
        this[place].Is('{') && place + 2 < Length && this[place + 2].Is('}') || this[place].Is('}') && place >= 2 && this[place - 2].Is('{');

    /// <summary>+1 for an opening bracket, -1 for a closing one; halves of intervals may be of different kinds.</summary>
    public static int Turn(Token token)
    {
        if (token.Kind != TokenKind.Sign) return 0;
        return Opening.Contains(token.Text[0]) ? 1 : Closing.Contains(token.Text[0]) ? -1 : 0;
    }

    /// <summary>The place of the bracket that closes the one at the front.</summary>
    /// <exception cref="UnreadableAnswerException">There is none.</exception>
    public int Closer()
    {
        var depth = 0;
        for (var place = 0; place < Length; place++)
        {
            depth += Turn(this[place]);
            if (depth == 0) return place;
        }

        throw new UnreadableAnswerException("a bracket is never closed");
    }

    /// <summary>Whether one pair of brackets encloses all of it.</summary>
    public bool IsEnclosed => !IsEmpty && Turn(this[0]) == 1 && Closer() == Length - 1;

    /// <summary>Places outside all brackets whose token is chosen.</summary>
    /// <exception cref="UnreadableAnswerException">Brackets do not match.</exception>
    public List<int> OutsideBrackets(Predicate<Token> chosen)
    {
        var (places, depth) = (new List<int>(), 0);
        for (var place = 0; place < Length; place++)
        {
            depth += Turn(this[place]);
            if (depth < 0) throw new UnreadableAnswerException("a bracket is closed that was never opened");
            if (depth == 0 && chosen(this[place])) places.Add(place);
        }

        return depth == 0 ? places : throw new UnreadableAnswerException("a bracket is never closed");
    }

    /// <summary>The stretches between the given places.</summary>
    public List<TokenRange> Between(List<int> places)
    {
        var (parts, start) = (new List<TokenRange>(), 0);
        foreach (var place in places)
        {
            parts.Add(Slice(start, place - start));
            start = place + 1;
        }

        parts.Add(Slice(start, Length - start));
        return parts;
    }
}
