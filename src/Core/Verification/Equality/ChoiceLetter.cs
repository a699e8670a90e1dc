using Rollouts.Core.Verification.Reading;

namespace Rollouts.Core.Verification.Equality;

/// <summary>The letter of a multiple-choice answer: <c>B</c>, <c>(B)</c>, <c>\textbf{(B)}\ 12</c>, <c>B. twelve</c>, "option B".</summary>
internal static class ChoiceLetter
{
    private const char LastLetter = 'J';

    /// <summary>The letter that a reference is, alone or in brackets, perhaps with what it stands for behind it; null where it is
    /// something else.</summary>
    public static char? OfReference(string reference)
    {
        var tokens = Tokens(reference);
        if (tokens.Length == 1) return Letter(tokens[0], mayBeSmall: false);
        if (tokens.Length < 3 || !tokens[0].Is('(') || !tokens[2].Is(')')) return null;
        return tokens.Length == 3 || tokens[3].Kind != TokenKind.Sign ? Letter(tokens[1], mayBeSmall: false) : null;
    }

    /// <summary>The letter that an answer chooses, perhaps with what it stands for behind it; null where it chooses none.</summary>
    public static char? OfAnswer(string answer)
    {
        var tokens = Tokens(answer);
        while (tokens.Length > 1 && IsLead(tokens[0])) tokens = tokens.Slice(1, tokens.Length - 1);
        tokens = ValueParser.Trimmed(tokens);
        if (tokens.IsEmpty) return null;
        if (tokens[0].Is('('))
            return tokens.Length > 2 && tokens[2].Is(')') && !IsComputed(tokens) && !IsList(tokens) ? Letter(tokens[1], mayBeSmall: true) : null;
        return tokens.Length == 1 || tokens[1].Is('.') || tokens[1].Is(':') || tokens[1].Is(')') ? Letter(tokens[0], mayBeSmall: false) : null;
    }

    // "(A)(B)" and "(A)^2" are products and powers of letters.
    private static bool IsComputed(TokenRange tokens) => tokens.Length > 3 && tokens[3].Text is "(" or "^" or "*" or "/" or "+" or "=" or "_";

    // "(A) and (B)" chooses twice.
    private static bool IsList(TokenRange tokens) =>
        tokens.Length > 6 && (tokens[3].Is(',') || tokens[3].IsWord("and") || tokens[3].IsWord("or")) && tokens[4].Is('(') && tokens[6].Is(')');

    private static bool IsLead(Token token) =>
        token.Kind == TokenKind.Word && (Words.IsHedge(token.Text) || token.Text.ToLowerInvariant() is "option" or "choice" or "letter");

    private static char? Letter(Token token, bool mayBeSmall)
    {
        if (token.Kind is not (TokenKind.Letter or TokenKind.Word) || token.Text is not [var letter]) return null;
        var capital = mayBeSmall ? char.ToUpperInvariant(letter) : letter;
        return capital is >= 'A' and <= LastLetter ? capital : null;
    }

    private static TokenRange Tokens(string text)
    {
        try
        {
            var tokens = Tokenizer.Tokenize(text).FindAll(token => !token.Is('{') && !token.Is('}'));
            return ValueParser.Trimmed(new(tokens, 0, tokens.Count));
        }
        catch (UnreadableAnswerException)
        {
            return new([], 0, 0); // what is unreadable chooses no letter
        }
    }
}
