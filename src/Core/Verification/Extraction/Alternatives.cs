namespace Rollouts.Core.Verification.Extraction;

/// <summary>Answers of several parts in prose: "x = 5 or x = -3".</summary>
internal static class Alternatives
{
    private const int LongestList = 300;

    /// <summary>The text without ", and", "or" and the like at its end; as it is where it has none.</summary>
    /// <param name="text">What stands before an answer.</param>
    /// <param name="mayBeComma">Whether a comma alone is enough.</param>
    public static ReadOnlySpan<char> WithoutJoint(ReadOnlySpan<char> text, bool mayBeComma)
    {
        var rest = text.TrimEnd(' ');
        var word = rest.EndsWith(" or") ? " or" : rest.EndsWith(" and") ? " and" : "";
        if (word.Length == 0) return mayBeComma && rest.EndsWith(",") ? rest[..^1] : text;
        return rest[..^word.Length].TrimEnd(", ");
    }

    /// <summary>Where the first of the values for one letter begins; the given place where there is just one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">Where its last number begins.</param>
    /// <param name="startOfNumber">The beginning of the number that ends a text.</param>
    public static int FirstValue(string text, int place, Func<string, int> startOfNumber)
    {
        var (first, number, letter) = (place, place, WithName(text, place));
        while (letter < number && place - letter < LongestList)
        {
            var before = WithoutJoint(text.AsSpan(0, letter), mayBeComma: true).ToString();
            if (before.Length == letter || before.Length == 0 || !char.IsAsciiDigit(before[^1])) break;
            number = startOfNumber(before);
            var other = WithName(text, number);
            if (other == number || text[other] != text[letter]) break;
            first = letter = other;
        }

        return first;
    }

    // Where the letter of "x = 5" stands.
    private static int WithName(string text, int number)
    {
        var before = text.AsSpan(0, number).TrimEnd(' ');
        if (!before.EndsWith("=")) return number;
        before = before[..^1].TrimEnd(' ');
        return !before.IsEmpty && char.IsAsciiLetter(before[^1]) ? before.Length - 1 : number;
    }
}
