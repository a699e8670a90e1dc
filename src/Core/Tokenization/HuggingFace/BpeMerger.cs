namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>Merges the symbols of one word: always the pair of the lowest rank, the leftmost of equals.</summary>
/// <remarks>A queue of candidates over a linked list, so that a long word takes n log n steps. A candidate is out of date when a
/// neighbour was merged since; what its place holds now says so.</remarks>
internal sealed class BpeMerger
{
    private const int Gone = -1;

    private readonly BpeVocabulary _vocabulary;
    private readonly List<int> _symbols;
    private readonly PriorityQueue<(int Place, int Id, int Length), long> _candidates;
    private readonly (int Next, int Previous, int Length)[] _links;

    /// <summary>A merger of one word.</summary>
    /// <param name="vocabulary">The merges.</param>
    /// <param name="symbols">Ids; they are overwritten.</param>
    public BpeMerger(BpeVocabulary vocabulary, List<int> symbols)
    {
        (_vocabulary, _symbols, _candidates) = (vocabulary, symbols, new(symbols.Count));
        _links = new (int, int, int)[symbols.Count];
        for (var place = 0; place < _links.Length; place++) _links[place] = (place + 1, place - 1, 1);
    }

    /// <summary>Merges to the end and gives the ids that remain.</summary>
    public int[] Run()
    {
        for (var place = 0; place + 1 < _links.Length; place++) Offer(place);
        while (_candidates.TryDequeue(out var candidate, out _))
        {
            var (place, id, length) = candidate;
            if (_symbols[place] == Gone || _links[place].Next >= _links.Length) continue;
            if (_links[place].Length + _links[_links[place].Next].Length == length) Merge(place, id);
        }

        _symbols.RemoveAll(symbol => symbol == Gone);
        return [.. _symbols];
    }

    private void Merge(int place, int id)
    {
        ref var link = ref _links[place];
        var right = link.Next;
        (_symbols[place], _symbols[right]) = (id, Gone);
        link.Length += _links[right].Length;
        link.Next = _links[right].Next;
        if (link.Next < _links.Length) _links[link.Next].Previous = place;
        Offer(place);
        if (link.Previous >= 0) Offer(link.Previous);
    }

    private void Offer(int place)
    {
        var right = _links[place].Next;
        if (right < _links.Length && _vocabulary.TryMerge(_symbols[place], _symbols[right], out var merge))
            _candidates.Enqueue((place, merge.Id, _links[place].Length + _links[right].Length), ((long)merge.Rank << 32) | (uint)place);
    }
}
