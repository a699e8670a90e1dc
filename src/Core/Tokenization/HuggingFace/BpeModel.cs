using System.Collections.Concurrent;
using System.Text;

namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>Byte-pair encoding of words (Sennrich, Haddow, Birch 2016), over bytes or over characters.</summary>
/// <remarks>Words already merged are remembered, up to a bound, so that most words cost one look-up.</remarks>
internal sealed class BpeModel
{
    private const int CacheLimit = 100_000;
    private const int LongestCachedWord = 128;

    private readonly BpeVocabulary _vocabulary;
    private readonly bool _isByteLevel;
    private readonly BpeBoundaries? _boundaries;
    private readonly ConcurrentDictionary<string, int[]> _words = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _known;
    private int _cachedCount;

    /// <summary>A model.</summary>
    /// <param name="vocabulary">Tokens and merges.</param>
    /// <param name="isByteLevel">Whether a word's symbols are its bytes, each written as a character of <see cref="ByteAlphabet"/>.</param>
    public BpeModel(BpeVocabulary vocabulary, bool isByteLevel)
    {
        (_vocabulary, _isByteLevel) = (vocabulary, isByteLevel);
        _boundaries = isByteLevel || vocabulary.IgnoresMerges ? null : new(vocabulary);
        _known = _words.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Adds the ids of a word.</summary>
    public void Encode(ReadOnlySpan<char> word, List<int> ids)
    {
        while (word.Length > 0)
        {
            var length = _boundaries?.FirstPart(word) ?? word.Length;
            ids.AddRange(Merged(word[..length]));
            word = word[length..];
        }
    }

    private int[] Merged(ReadOnlySpan<char> word)
    {
        if (_known.TryGetValue(word, out var ids)) return ids;
        ids = Merge(word.ToString());
        if (word.Length <= LongestCachedWord && Volatile.Read(ref _cachedCount) < CacheLimit && _words.TryAdd(word.ToString(), ids))
            Interlocked.Increment(ref _cachedCount);
        return ids;
    }

    private int[] Merge(string word)
    {
        var text = _isByteLevel ? ByteAlphabet.Symbol(Encoding.UTF8.GetBytes(word)) : word;
        return _vocabulary.IgnoresMerges && _vocabulary.Find(text) is >= 0 and var whole
            ? [whole] : new BpeMerger(_vocabulary, BpeSymbols.Of(_vocabulary, text)).Run();
    }
}
