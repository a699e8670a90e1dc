using System.Globalization;
using System.Text.RegularExpressions;

namespace Rollouts.Core.Problems;

/// <summary>Cuts worked solutions into steps; the pieces put together are the text again, none is blank where the text is not, and none
/// ends inside mathematics (<see cref="MathematicsScanner"/>).</summary>
internal static partial class SolutionText
{
    /// <summary>The steps by a rule.</summary>
    /// <param name="rule">Not <see cref="StepRule.Source"/>.</param>
    public static string[] Steps(string text, StepRule rule) => rule switch
    {
        StepRule.Lines => Lines(text),
        StepRule.Numbered => Numbered(text),
        StepRule.Sentences => Sentences(text),
        StepRule.Found => Found(text),
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "The source's own rule has to be put in its place first."),
    };

    /// <summary>Lines with their line breaks; empty lines stay with the line before them.</summary>
    public static string[] Lines(string text) => Cut(text, IsLineEnd);

    /// <summary>Sentences and lines with the white space after them.</summary>
    public static string[] Sentences(string text) => Cut(text, (source, place) => IsLineEnd(source, place) || SentenceEnd.IsBefore(source, place));

    /// <summary>Numbered steps: a cut before each line that begins with the next number, as "Step 2:", "2." or "2)" do; what stands before
    /// the first is a step of its own.</summary>
    public static string[] Numbered(string text)
    {
        var expected = 1;
        return Cut(text, (source, place) =>
        {
            if (!IsLineEnd(source, place) && place > 0 || NumberAt(source, place) != expected) return false;
            expected++;
            return true;
        });
    }

    private static string[] Found(string text)
    {
        var numbered = Numbered(text);
        if (numbered.Count(piece => NumberAt(piece, 0) is not null) >= 2) return numbered;
        var lines = Lines(text);
        return lines.Length >= 2 ? lines : Sentences(text);
    }

    private static string[] Cut(string text, Func<string, int, bool> isEnd)
    {
        var (pieces, mathematics) = (new List<string>(), new MathematicsScanner(text));
        var (start, isBlank) = (0, true);
        for (var place = 0; place < text.Length; place++)
        {
            if (char.IsWhiteSpace(text[place])) continue;
            if (!mathematics.IsInside(place) && isEnd(text, place) && !isBlank)
            {
                pieces.Add(text[start..place]);
                start = place;
            }

            isBlank = false;
        }

        if (start < text.Length) pieces.Add(text[start..]);
        return [.. pieces];
    }

    // A cut before `place` falls behind a run of white space that holds a line break.
    private static bool IsLineEnd(string text, int place)
    {
        while (--place >= 0 && char.IsWhiteSpace(text[place]))
        {
            if (text[place] == '\n') return true;
        }

        return false;
    }

    private static int? NumberAt(string text, int place) =>
        StepNumber().Match(text, place) is { Success: true } match && int.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    [GeneratedRegex(@"\G\s*[#*]*\s*(?:step\s+(?<number>[0-9]+)\b|\(?(?<number>[0-9]+)[.)](?=\s))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex StepNumber();
}
