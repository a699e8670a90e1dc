using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace Rollouts.Core.Tokenization;

/// <summary>Byte-level byte-pair encoding (Sennrich, Haddow, Birch 2016) with every digit a token of its own: id 0 pads, id 1 ends,
/// byte b has id b + 2, merged tokens follow.</summary>
/// <remarks>Words already cut are remembered, up to a bound, so that encoding costs about one look-up a word.</remarks>
public sealed class BpeTokenizer : ITokenizer
{
    private const int CacheLimit = 50_000;
    private const int LongestCachedWord = 64;

    private readonly BpeMerges _merges;
    private readonly ConcurrentDictionary<string, int[]> _words = new(StringComparer.Ordinal);
    private int _cachedCount;

    internal BpeTokenizer(BpeMerges merges) => _merges = merges;

    /// <inheritdoc/>
    public int VocabularySize => _merges.TokenCount;

    /// <inheritdoc/>
    public int PaddingId => TokenizerFile.PaddingId;

    /// <inheritdoc/>
    public int EndId => TokenizerFile.EndId;

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>(text.Length / 2);
        var known = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var match in WordPattern.Words.EnumerateMatches(text))
        {
            var word = text.AsSpan(match.Index, match.Length);
            ids.AddRange(known.TryGetValue(word, out var cached) ? cached : EncodeWord(word));
        }

        return [.. ids];
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var bytes = new List<byte>(ids.Length * 4);
        foreach (var id in ids)
        {
            if (id < 0 || id >= VocabularySize) throw new ArgumentOutOfRangeException(nameof(ids), id, $"Ids run from 0 to {VocabularySize - 1}.");
            bytes.AddRange(_merges.Bytes(id));
        }

        return Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(bytes));
    }

    /// <inheritdoc/>
    public void Save(string folder)
    {
        var symbols = Enumerable.Range(TokenizerFile.FirstTextId, VocabularySize - TokenizerFile.FirstTextId).Select(Symbol);
        var merges = _merges.Pairs.Select(pair => (Symbol(pair.Left), Symbol(pair.Right)));
        TokenizerFile.Write(folder, TokenizerJson.Describe(symbols, merges, isByteLevel: true));
    }

    internal static BpeTokenizer FromSymbols(IEnumerable<(string Left, string Right)> merges)
    {
        var table = new BpeMerges();
        foreach (var (left, right) in merges) table.Add(table.IdOf(ByteAlphabet.Read(left)), table.IdOf(ByteAlphabet.Read(right)));
        return new(table);
    }

    private int[] EncodeWord(ReadOnlySpan<char> word)
    {
        var ids = Array.ConvertAll(ByteTokenizer.Utf8.GetBytes(word.ToArray()), value => value + TokenizerFile.FirstTextId);
        var merged = ids[.._merges.Apply(ids)];
        if (word.Length <= LongestCachedWord && Volatile.Read(ref _cachedCount) < CacheLimit && _words.TryAdd(word.ToString(), merged))
            Interlocked.Increment(ref _cachedCount);
        return merged;
    }

    private string Symbol(int id) => ByteAlphabet.Symbol(_merges.Bytes(id));
}
