using System.Text;

namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>Where a text can be cut without changing what is merged: between two characters that no merge brings together.</summary>
/// <remarks>A SentencePiece-style file doesn't cut a text into words; without this every text would be one word that no one has seen
/// before. A merge brings together the last character of its left token and the first of its right. Where unknown characters fall
/// away, or bytes or the unknown token are merged, there are no such boundaries.</remarks>
internal sealed class BpeBoundaries
{
    private readonly HashSet<(int Left, int Right)> _joined = [];
    private readonly HashSet<int>? _characters;

    /// <summary>The boundaries of a vocabulary.</summary>
    public BpeBoundaries(BpeVocabulary vocabulary)
    {
        var opaque = vocabulary.ByteTokens.Where(id => id >= 0).Append(vocabulary.UnknownToken is { } unknown ? vocabulary.Find(unknown) : -1).ToHashSet();
        if (vocabulary.UnknownToken is null && !(vocabulary.HasByteFallback && vocabulary.ByteTokens.All(id => id >= 0))) return;
        if (vocabulary.MergedPairs.Any(pair => opaque.Contains(pair.Left) || opaque.Contains(pair.Right))) return;
        foreach (var (left, right) in vocabulary.MergedTokens()) _joined.Add((Last(left), First(right)));
        _characters = [.. vocabulary.Ids.Keys.Where(IsOneCharacter).Select(First)];
    }

    /// <summary>The length of the part before the first boundary.</summary>
    public int FirstPart(ReadOnlySpan<char> word)
    {
        if (_characters is null) return word.Length;
        var (place, previous) = (0, -1);
        foreach (var rune in word.EnumerateRunes())
        {
            if (place > 0 && IsBoundary(previous, rune.Value)) return place;
            previous = rune.Value;
            place += rune.Utf16SequenceLength;
        }

        return word.Length;
    }

    // Two characters that the vocabulary lacks may become one unknown token.
    private bool IsBoundary(int left, int right) => !_joined.Contains((left, right)) && (_characters!.Contains(left) || _characters.Contains(right));

    private static bool IsOneCharacter(string token) => token.Length == 1 || (token.Length == 2 && char.IsSurrogatePair(token[0], token[1]));

    private static int First(string token) => Rune.GetRuneAt(token, 0).Value;

    private static int Last(string token) => Rune.GetRuneAt(token, token.Length > 1 && char.IsLowSurrogate(token[^1]) ? token.Length - 2 : token.Length - 1).Value;
}
