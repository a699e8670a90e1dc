namespace Rollouts.Core.Problems;

/// <summary>Cuts worked solutions into lines and sentences; the pieces put together are the text again.</summary>
internal static class SolutionText
{
    /// <summary>Lines with their line breaks; empty lines stay with the line before them.</summary>
    public static string[] Lines(string text) => Cut(text, IsLineEnd);

    /// <summary>Sentences and lines with the white space after them, never cut inside mathematics (<c>$…$</c>, <c>\[…\]</c>,
    /// <c>\(…\)</c>, <c>\begin…\end</c>).</summary>
    public static string[] Sentences(string text)
    {
        var mathematics = new MathematicsScanner(text);
        return Cut(text, (source, place) => !mathematics.IsInside(place) && (IsLineEnd(source, place) || IsSentenceEnd(source, place)));
    }

    private static string[] Cut(string text, Func<string, int, bool> isEnd)
    {
        var pieces = new List<string>();
        var start = 0;
        for (var place = 1; place < text.Length; place++)
        {
            if (char.IsWhiteSpace(text[place]) || !isEnd(text, place) || string.IsNullOrWhiteSpace(text[start..place])) continue;
            pieces.Add(text[start..place]);
            start = place;
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

    // A cut before `place` falls behind ". ", "! ", "? " where a capital letter or mathematics follows.
    private static bool IsSentenceEnd(string text, int place)
    {
        if (!char.IsWhiteSpace(text[place - 1]) || !(char.IsUpper(text[place]) || text[place] is '$' or '\\')) return false;
        var end = text.AsSpan(0, place).TrimEnd();
        if (end.EndsWith("$") && end.Length > 1) end = end[..^1];
        return end.EndsWith(".") || end.EndsWith("!") || end.EndsWith("?");
    }
}
