namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>Merges the symbols of one word: always the pair of the lowest rank, the leftmost of equals.</summary>
/// <remarks>A queue of candidates over a linked list, so that a long word takes n log n steps. A candidate is out of date when a
/// neighbour was merged since; what its place holds now says so.</remarks>
/// <param name="vocabulary">The merges.</param>
/// <param name="symbols">Ids; they are overwritten.</param>
internal sealed class BpeMerger(BpeVocabulary vocabulary, List<int> symbols)
{
    private const int Gone = -1;

    private readonly PriorityQueue<(int Place, int Id, int Length), (int Rank, int Place)> _candidates = new();
    private readonly int[] _next = [.. Enumerable.Range(1, symbols.Count)];
    private readonly int[] _previous = [.. Enumerable.Range(-1, symbols.Count)];
    private readonly int[] _lengths = [.. Enumerable.Repeat(1, symbols.Count)];

    /// <summary>Merges to the end and gives the ids that remain.</summary>
    public int[] Run()
    {
        for (var place = 0; place + 1 < symbols.Count; place++) Offer(place);
        while (_candidates.TryDequeue(out var candidate, out _))
        {
            var (place, id, length) = candidate;
            if (symbols[place] == Gone || _next[place] >= symbols.Count || _lengths[place] + _lengths[_next[place]] != length) continue;
            Merge(place, id);
        }

        return [.. symbols.Where(symbol => symbol != Gone)];
    }

    private void Merge(int place, int id)
    {
        var right = _next[place];
        symbols[place] = id;
        symbols[right] = Gone;
        _lengths[place] += _lengths[right];
        _next[place] = _next[right];
        if (_next[right] < symbols.Count) _previous[_next[right]] = place;
        Offer(place);
        if (_previous[place] >= 0) Offer(_previous[place]);
    }

    private void Offer(int place)
    {
        var right = _next[place];
        if (right < symbols.Count && vocabulary.TryMerge(symbols[place], symbols[right], out var merge))
            _candidates.Enqueue((place, merge.Id, _lengths[place] + _lengths[right]), (merge.Rank, place));
    }
}
