using System.Globalization;
using System.Text;

namespace Rollouts.Client.Rendering;

/// <summary>Makes text that a policy or a data set wrote harmless on a terminal: nothing in it moves the cursor, changes a colour
/// or the direction of writing.</summary>
internal static class PlainText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text with each control character shown as its picture (a new line as ⏎).</summary>
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) plain.Append(Picture(rune));
        return plain.ToString();
    }

    /// <summary>The plain text, cut to a number of characters; an ellipsis says so.</summary>
    public static string Of(string text, int length)
    {
        var plain = Of(text);
        return plain.Length <= length ? plain : string.Concat(plain.AsSpan(0, char.IsHighSurrogate(plain[length - 2]) ? length - 2 : length - 1), "…");
    }

    private static string Picture(Rune rune) => rune.Value switch
    {
        '\n' => "⏎",
        < 0x20 => ((char)(0x2400 + rune.Value)).ToString(),
        0x7F => "␡",
        _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => Replacement.ToString(),
        _ => rune.ToString(),
    };
}
