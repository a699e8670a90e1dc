using System.Globalization;
using System.Text;

namespace Rollouts.Core.Tokenization.Templates;

/// <summary>The escapes of a text literal, as Python reads them; one that it doesn't know stays as it is.</summary>
internal static class EscapedText
{
    /// <summary>The text that a literal means.</summary>
    public static string Read(string literal, int line)
    {
        if (!literal.Contains('\\')) return literal;
        var text = new StringBuilder(literal.Length);
        for (var place = 0; place < literal.Length; place++)
        {
            if (literal[place] == '\\') Append(literal, ref place, text, line);
            else text.Append(literal[place]);
        }

        return text.ToString();
    }

    private static void Append(string literal, ref int place, StringBuilder text, int line)
    {
        var letter = literal[++place];
        switch (letter)
        {
            case '\n': break;
            case '\\' or '\'' or '"': text.Append(letter); break;
            case 'n': text.Append('\n'); break;
            case 't': text.Append('\t'); break;
            case 'r': text.Append('\r'); break;
            case 'a': text.Append('\a'); break;
            case 'b': text.Append('\b'); break;
            case 'f': text.Append('\f'); break;
            case 'v': text.Append('\v'); break;
            case 'x': AppendCode(literal, ref place, 2, text, line); break;
            case 'u': AppendCode(literal, ref place, 4, text, line); break;
            case 'U': AppendCode(literal, ref place, 8, text, line); break;
            case >= '0' and <= '7': AppendOctal(literal, ref place, text); break;
            default: text.Append('\\').Append(letter); break;
        }
    }

    private static void AppendCode(string literal, ref int place, int digits, StringBuilder text, int line)
    {
        if (place + digits >= literal.Length || !int.TryParse(literal.AsSpan(place + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || code > 0x10FFFF)
            throw new TemplateException($"Line {line}: \\{literal[place]} should be followed by {digits} hexadecimal digits.");
        text.Append(code > 0xFFFF ? char.ConvertFromUtf32(code) : ((char)code).ToString());
        place += digits;
    }

    private static void AppendOctal(string literal, ref int place, StringBuilder text)
    {
        var code = 0;
        for (var count = 0; count < 3 && place < literal.Length && literal[place] is >= '0' and <= '7'; count++) code = code * 8 + literal[place++] - '0';
        place--;
        text.Append((char)code);
    }
}
