using System.Runtime.InteropServices;

namespace Rollouts.Core.Tokenization;

/// <summary>Learns a byte-pair encoding: the most frequent pair of neighbours is merged, again and again.</summary>
/// <remarks>The same texts give the same merges: equal counts are decided by the lower ids. Counts are kept up to date for the
/// words a merge touches only, and the queue's outdated entries are skipped when they come up.</remarks>
public sealed class BpeTrainer
{
    private readonly BpeMerges _merges = new();
    private readonly List<(int[] Ids, long Count)> _words = [];
    private readonly Dictionary<(int Left, int Right), long> _counts = [];
    private readonly Dictionary<(int Left, int Right), HashSet<int>> _places = [];
    private readonly PriorityQueue<((int Left, int Right) Pair, long Count), (long MinusCount, int Left, int Right)> _queue = new();

    private BpeTrainer(IEnumerable<string> texts)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            foreach (var match in WordPattern.Words.EnumerateMatches(text))
                CollectionsMarshal.GetValueRefOrAddDefault(counts, text.Substring(match.Index, match.Length), out _)++;
        }

        foreach (var (word, count) in counts.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            _words.Add((Array.ConvertAll(ByteTokenizer.Utf8.GetBytes(word), value => value + TokenizerFile.FirstTextId), count));
            Count(_words.Count - 1, sign: 1);
        }

        foreach (var (pair, count) in _counts) Enqueue(pair, count);
    }

    /// <summary>Trains a tokenizer.</summary>
    /// <param name="texts">What it should be good at.</param>
    /// <param name="vocabularySize">Ids it may have, at least 258 (two special tokens and 256 bytes); fewer come out where the texts have
    /// no pair twice any more.</param>
    public static BpeTokenizer Train(IEnumerable<string> texts, int vocabularySize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, TokenizerFile.FirstTextId + 256);
        var trainer = new BpeTrainer(texts);
        while (trainer._merges.TokenCount < vocabularySize && trainer.TryTakeMostFrequent(out var pair)) trainer.Merge(pair);
        return new(trainer._merges);
    }

    private bool TryTakeMostFrequent(out (int Left, int Right) pair)
    {
        while (_queue.TryDequeue(out var entry, out _))
        {
            pair = entry.Pair;
            if (entry.Count >= 2 && _counts.GetValueOrDefault(pair) == entry.Count) return true;
        }

        pair = default;
        return false;
    }

    private void Merge((int Left, int Right) pair)
    {
        var id = _merges.Add(pair.Left, pair.Right);
        var touched = new HashSet<(int Left, int Right)>();
        foreach (var word in _places[pair].Order().ToArray())
        {
            touched.UnionWith(Count(word, sign: -1));
            _words[word] = (Replace(_words[word].Ids, pair, id), _words[word].Count);
            touched.UnionWith(Count(word, sign: 1));
        }

        foreach (var changed in touched) Enqueue(changed, _counts[changed]);
    }

    private List<(int Left, int Right)> Count(int word, int sign)
    {
        var (ids, count) = _words[word];
        var pairs = new List<(int Left, int Right)>(ids.Length);
        for (var place = 0; place + 1 < ids.Length; place++) pairs.Add((ids[place], ids[place + 1]));
        foreach (var pair in pairs)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, pair, out _) += sign * count;
            var places = CollectionsMarshal.GetValueRefOrAddDefault(_places, pair, out _) ??= [];
            if (sign > 0) places.Add(word);
            else places.Remove(word);
        }

        return pairs;
    }

    private void Enqueue((int Left, int Right) pair, long count) => _queue.Enqueue((pair, count), (-count, pair.Left, pair.Right));

    private static int[] Replace(int[] ids, (int Left, int Right) pair, int id)
    {
        var replaced = new List<int>(ids.Length);
        for (var place = 0; place < ids.Length; place++)
        {
            var isPair = place + 1 < ids.Length && ids[place] == pair.Left && ids[place + 1] == pair.Right;
            replaced.Add(isPair ? id : ids[place]);
            if (isPair) place++;
        }

        return [.. replaced];
    }
}
