using System.Buffers;
using Rollouts.Core.Tokenization.Unicode;

namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>Finds added tokens in a text: the leftmost, and of those the longest.</summary>
internal sealed class AddedTokenFinder
{
    private static readonly ScalarSet JoinControls = ScalarSet.Of((0x200C, 0x200D));

    private readonly Dictionary<string, AddedToken>.AlternateLookup<ReadOnlySpan<char>> _tokens;
    private readonly int[] _lengths;
    private readonly SearchValues<char> _firsts;

    /// <summary>A finder.</summary>
    /// <param name="tokens">Each by the text that it is found as.</param>
    public AddedTokenFinder(IEnumerable<(string Text, AddedToken Token)> tokens)
    {
        var table = new Dictionary<string, AddedToken>(StringComparer.Ordinal);
        foreach (var (text, token) in tokens.Where(entry => entry.Text.Length > 0)) table.TryAdd(text, token);
        _tokens = table.GetAlternateLookup<ReadOnlySpan<char>>();
        _lengths = [.. table.Keys.Select(text => text.Length).Distinct().OrderDescending()];
        _firsts = SearchValues.Create([.. table.Keys.Select(text => text[0]).Distinct()]);
    }

    /// <summary>Cuts a text at its added tokens.</summary>
    /// <param name="piece">The text.</param>
    /// <param name="add">Gets what stands between tokens, with no token, and each token with the stretch that it takes.</param>
    public void Cut(TextPiece piece, Action<TextPiece, AddedToken?> add)
    {
        var text = piece.Span;
        var (taken, place) = (0, 0);
        while (TryFind(text, ref place, out var token, out var length))
        {
            var (start, end) = (place, place + length);
            place = end;
            if (token.IsSingleWord && !IsApart(text, start, end)) continue;
            if (token.TakesLeft) start = Math.Max(taken, text[..start].Length - TrailingSpace(text[..start]));
            if (token.TakesRight) end += LeadingSpace(text[end..]);
            if (start > taken) add(piece.Part(taken, start - taken), null);
            add(piece.Part(start, end - start), token);
            taken = end;
        }

        if (taken < text.Length) add(piece.Part(taken, text.Length - taken), null);
    }

    private bool TryFind(ReadOnlySpan<char> text, ref int place, out AddedToken token, out int length)
    {
        for (; place < text.Length; place++)
        {
            var step = text[place..].IndexOfAny(_firsts);
            if (step < 0) break;
            place += step;
            foreach (var candidate in _lengths)
            {
                if (candidate > text.Length - place || !_tokens.TryGetValue(text.Slice(place, candidate), out token!)) continue;
                length = candidate;
                return true;
            }
        }

        (token, length) = (null!, 0);
        return false;
    }

    private static bool IsApart(ReadOnlySpan<char> text, int start, int end) =>
        (start == 0 || System.Text.Rune.DecodeLastFromUtf16(text[..start], out var before, out _) != OperationStatus.Done || !IsWord(before.Value))
        && (end == text.Length || System.Text.Rune.DecodeFromUtf16(text[end..], out var after, out _) != OperationStatus.Done || !IsWord(after.Value));

    private static bool IsWord(int scalar) => ScalarProperties.Word.Contains(scalar) || JoinControls.Contains(scalar);

    private static int TrailingSpace(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && ScalarProperties.WhiteSpace.Contains(text[^(count + 1)])) count++;
        return count;
    }

    private static int LeadingSpace(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && ScalarProperties.WhiteSpace.Contains(text[count])) count++;
        return count;
    }
}
