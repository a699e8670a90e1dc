using System.Text;
using Rollouts.Core.Tokenization.Patterns;
using Rollouts.Core.Tokenization.Unicode;

namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>One step of the cutting: from a piece to smaller ones.</summary>
/// <param name="piece">What is cut.</param>
/// <param name="pieces">Gets the pieces.</param>
internal delegate void PreTokenizer(TextPiece piece, List<TextPiece> pieces);

/// <summary>The kinds of pre-tokenizers.</summary>
internal static class PreTokenizers
{
    /// <summary>Cuts at the matches of an expression.</summary>
    public static PreTokenizer Pattern(string pattern, SplitBehavior behavior, bool isInverted)
    {
        var expression = new ScalarPattern(pattern);
        return (piece, pieces) =>
        {
            var matches = new List<(int, int)>(piece.Length / 4 + 1);
            expression.Find(piece.Span, matches);
            Splitting.Cut(piece, matches, behavior, isInverted, pieces);
        };
    }

    /// <summary>Cuts at a text.</summary>
    public static PreTokenizer Literal(string literal, SplitBehavior behavior, bool isInverted) => (piece, pieces) =>
    {
        var matches = new List<(int, int)>();
        for (var start = 0; literal.Length > 0 && piece.Span[start..].IndexOf(literal, StringComparison.Ordinal) is >= 0 and var found; start += found + literal.Length)
            matches.Add((start + found, literal.Length));
        Splitting.Cut(piece, matches, behavior, isInverted, pieces);
    };

    /// <summary>Cuts at every scalar of a set.</summary>
    public static PreTokenizer Scalars(ScalarSet set, SplitBehavior behavior) => (piece, pieces) =>
    {
        var (matches, place) = (new List<(int, int)>(), 0);
        foreach (var rune in piece.Span.EnumerateRunes())
        {
            if (set.Contains(rune.Value)) matches.Add((place, rune.Utf16SequenceLength));
            place += rune.Utf16SequenceLength;
        }

        Splitting.Cut(piece, matches, behavior, isInverted: false, pieces);
    };

    /// <summary>Puts a space before every piece that has none.</summary>
    public static PreTokenizer SpaceBefore { get; } = (piece, pieces) =>
        pieces.Add(piece.Length == 0 || piece.Span[0] == ' ' ? piece : new TextPiece($" {piece.Span}", piece.IsFirst));

    /// <summary>Replaces spaces by a mark, puts one before the text, and cuts before each.</summary>
    /// <param name="mark">What stands for a space.</param>
    /// <param name="scheme">always, first or never.</param>
    /// <param name="isCut">Whether to cut.</param>
    public static PreTokenizer Metaspace(char mark, string scheme, bool isCut)
    {
        var cut = Literal(mark.ToString(), SplitBehavior.MergedWithNext, isInverted: false);
        return (piece, pieces) =>
        {
            var text = piece.Span.ToString().Replace(' ', mark);
            var isMarked = scheme == "always" || (scheme == "first" && piece.IsFirst);
            if (isMarked && text.Length > 0 && text[0] != mark) text = mark + text;
            var marked = new TextPiece(text, piece.IsFirst);
            if (isCut) cut(marked, pieces);
            else pieces.Add(marked);
        };
    }
}
