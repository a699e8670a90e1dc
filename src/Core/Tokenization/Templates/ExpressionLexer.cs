using System.Globalization;
using System.Text.RegularExpressions;

namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Cuts the inside of one tag into words, literals and signs.</summary>
/// <param name="source">The template.</param>
/// <param name="place">Where the inside begins.</param>
/// <param name="line">Its line.</param>
/// <param name="closing">What ends the tag, outside of brackets.</param>
internal sealed partial class ExpressionLexer(string source, int place, int line, string closing)
{
    private static readonly string[] Operators =
        ["//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", ",", ";"];

    private readonly Stack<char> _open = new();

    /// <summary>Where the text after the tag begins.</summary>
    public int Place { get; private set; } = place;

    /// <summary>The sign before the end: <c>-</c>, <c>+</c> or none.</summary>
    public char Sign { get; private set; }

    /// <summary>Reads up to the end of the tag.</summary>
    public void Read(List<TemplateToken> tokens)
    {
        while (!TryClose())
        {
            if (Place >= source.Length) throw Wrong($"the tag is not closed by {closing}");
            if (char.IsWhiteSpace(source[Place])) Place++;
            else tokens.Add(Next());
        }
    }

    private bool TryClose()
    {
        if (_open.Count > 0 || Place >= source.Length) return false;
        var hasSign = source[Place] == '-' || (source[Place] == '+' && closing == "%}");
        if (string.CompareOrdinal(source, hasSign ? Place + 1 : Place, closing, 0, 2) != 0) return false;
        Sign = hasSign ? source[Place] : '\0';
        Place += hasSign ? 3 : 2;
        return true;
    }

    private TemplateToken Next()
    {
        var rest = source.AsSpan(Place);
        if (Match(Float(), out var number)) return new(TokenKind.Float, number, double.Parse(number.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), line);
        if (Match(Integer(), out number)) return new(TokenKind.Integer, number, ReadInteger(number.Replace("_", "", StringComparison.Ordinal)), line);
        if (Match(Name(), out var name)) return new(TokenKind.Name, name, null, line);
        if (Match(Literal(), out var literal)) return new(TokenKind.Text, EscapedText.Read(literal[1..^1], line), null, line);
        foreach (var candidate in Operators)
        {
            if (!rest.StartsWith(candidate, StringComparison.Ordinal)) continue;
            Place += candidate.Length;
            Balance(candidate[0]);
            return new(TokenKind.Operator, candidate, null, line);
        }

        throw Wrong($"unexpected '{source[Place]}'");
    }

    private bool Match(Regex expression, out string text)
    {
        var match = expression.Match(source, Place);
        text = match.Value;
        if (match.Success) Place += match.Length;
        return match.Success;
    }

    private void Balance(char sign)
    {
        if (sign is '(' or '[' or '{') _open.Push(sign == '(' ? ')' : sign == '[' ? ']' : '}');
        else if (sign is ')' or ']' or '}' && (!_open.TryPop(out var expected) || expected != sign)) throw Wrong($"unexpected '{sign}'");
    }

    private long ReadInteger(string text)
    {
        try
        {
            return text.Length < 2 || !char.IsAsciiLetter(text[1])
                ? long.Parse(text, CultureInfo.InvariantCulture)
                : Convert.ToInt64(text[2..], char.ToLowerInvariant(text[1]) switch { 'x' => 16, 'o' => 8, _ => 2 });
        }
        catch (OverflowException error)
        {
            throw new TemplateException($"Line {line}: the number {text} is too large.", error);
        }
    }

    private TemplateException Wrong(string what) => new($"Line {line}: {what}.");

    [GeneratedRegex(@"\G(?<!\.)(\d+_)*\d+((\.(\d+_)*\d+)?e[+\-]?(\d+_)*\d+|\.(\d+_)*\d+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex Float();

    [GeneratedRegex(@"\G(0b(_?[01])+|0o(_?[0-7])+|0x(_?[0-9a-f])+|[1-9](_?[0-9])*|0(_?0)*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Integer();

    [GeneratedRegex(@"\G[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}]*", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\G('([^'\\]*(\\.[^'\\]*)*)'|""([^""\\]*(\\.[^""\\]*)*)"")", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Literal();
}
