using System.Collections.Frozen;

namespace Rollouts.Core.Verification.Reading;

/// <summary>Which left sides of an equation only say what is found: <c>x</c>, <c>f(x)</c>, <c>AB</c>, <c>\angle ABC</c>, <c>(x, y)</c>, "Area".</summary>
internal static class NameReading
{
    private static readonly FrozenSet<string> Functional = FrozenSet.Create(
        "frac", "sqrt", "cbrt", "binom", "pi", "infty", "choose", "sin", "cos", "tan", "ln", "log", "exp");

    /// <summary>The name that the tokens are, derivatives in one spelling; empty where something is computed outside brackets.</summary>
    public static string NameOf(TokenRange tokens)
    {
        var text = tokens.Text;
        return text switch
        {
            ['d', var of, '/', 'd', _] => $"{of}'",
            ['f', 'r', 'a', 'c', '{', 'd', var of, '}', '{', 'd', _, '}'] => $"{of}'",
            _ => IsName(tokens) ? text : "",
        };
    }

    /// <summary>Whether nothing is computed outside brackets.</summary>
    public static bool IsName(TokenRange tokens)
    {
        if (tokens.IsEmpty || tokens[0].Kind == TokenKind.Number) return false;
        if (TokenRange.Turn(tokens[0]) != 0) return IsTupleOfLetters(tokens);
        var depth = 0;
        for (var place = 0; place < tokens.Length; place++)
        {
            depth += TokenRange.Turn(tokens[place]);
            if (depth == 0 && !IsPartOfName(tokens[place], place > 0 && tokens[place - 1].Is('_'))) return false;
        }

        return true;
    }

    private static bool IsPartOfName(Token token, bool isSubscript) => token.Kind switch
    {
        TokenKind.Number => isSubscript,
        TokenKind.Command => !Functional.Contains(token.Text),
        TokenKind.Sign => token.Text[0] is ')' or ']' or '}' or '_' or '\'' or '|' or '°',
        _ => true,
    };

    private static bool IsTupleOfLetters(TokenRange tokens)
    {
        for (var place = 0; place < tokens.Length; place++)
        {
            var token = tokens[place];
            if (token.Kind is not (TokenKind.Letter or TokenKind.Word) && !token.Is(',') && TokenRange.Turn(token) == 0) return false;
        }

        return true;
    }
}
