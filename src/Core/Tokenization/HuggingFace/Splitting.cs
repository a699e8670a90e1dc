namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>From the matches in a text to its pieces.</summary>
internal static class Splitting
{
    /// <summary>Cuts a piece at matches; empty pieces fall away.</summary>
    /// <param name="piece">What is cut.</param>
    /// <param name="matches">From left to right, relative to the piece.</param>
    /// <param name="behavior">What becomes of them.</param>
    /// <param name="isInverted">Whether matches and the stretches between them change places.</param>
    /// <param name="pieces">Gets the pieces.</param>
    public static void Cut(TextPiece piece, List<(int Start, int Length)> matches, SplitBehavior behavior, bool isInverted, List<TextPiece> pieces)
    {
        if (behavior == SplitBehavior.Isolated) Isolate(piece, matches, pieces);
        else foreach (var (start, end) in Join(Stretches(matches, piece.Length, isInverted), behavior)) Add(piece, start, end, pieces);
    }

    private static void Isolate(TextPiece piece, List<(int Start, int Length)> matches, List<TextPiece> pieces)
    {
        var end = 0;
        foreach (var (start, length) in matches)
        {
            Add(piece, end, start, pieces);
            Add(piece, start, start + length, pieces);
            end = start + length;
        }

        Add(piece, end, piece.Length, pieces);
    }

    private static void Add(TextPiece piece, int start, int end, List<TextPiece> pieces)
    {
        if (end > start) pieces.Add(piece.Part(start, end - start));
    }

    private static List<(int Start, int End, bool IsMatch)> Stretches(List<(int Start, int Length)> matches, int length, bool isInverted)
    {
        var (stretches, end) = (new List<(int, int, bool)>(matches.Count * 2 + 1), 0);
        foreach (var match in matches)
        {
            if (match.Start > end) stretches.Add((end, match.Start, isInverted));
            end = match.Start + match.Length;
            stretches.Add((match.Start, end, !isInverted));
        }

        if (length > end) stretches.Add((end, length, isInverted));
        return stretches;
    }

    private static List<(int Start, int End)> Join(List<(int Start, int End, bool IsMatch)> stretches, SplitBehavior behavior)
    {
        if (behavior == SplitBehavior.MergedWithNext) stretches.Reverse();
        var (pieces, wasMatch) = (new List<(int Start, int End)>(stretches.Count), false);
        foreach (var (start, end, isMatch) in stretches)
        {
            var isJoined = behavior == SplitBehavior.Contiguous ? isMatch == wasMatch : behavior != SplitBehavior.Removed && isMatch && !wasMatch;
            if (isJoined && pieces.Count > 0) pieces[^1] = (Math.Min(pieces[^1].Start, start), Math.Max(pieces[^1].End, end));
            else if (behavior != SplitBehavior.Removed || !isMatch) pieces.Add((start, end));
            wasMatch = isMatch;
        }

        if (behavior == SplitBehavior.MergedWithNext) pieces.Reverse();
        return pieces;
    }
}
