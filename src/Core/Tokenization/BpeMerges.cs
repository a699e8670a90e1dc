namespace Rollouts.Core.Tokenization;

/// <summary>The merges of a byte-pair encoding in their order, and the tokens they make.</summary>
internal sealed class BpeMerges
{
    private readonly List<byte[]> _bytes = [[], [], .. Enumerable.Range(0, 256).Select(value => new[] { (byte)value })];
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<(int Left, int Right), (int Rank, int Id)> _ranks = [];

    public BpeMerges() =>
        _ids = Enumerable.Range(TokenizerFile.FirstTextId, 256).ToDictionary(id => ByteAlphabet.Symbol(_bytes[id]), id => id, StringComparer.Ordinal);

    /// <summary>Tokens, the two special ones and the 256 bytes included.</summary>
    public int TokenCount => _bytes.Count;

    /// <summary>The merged pairs, the first merged first.</summary>
    public List<(int Left, int Right)> Pairs { get; } = [];

    /// <summary>The bytes of a token; none for the special ones.</summary>
    public byte[] Bytes(int id) => _bytes[id];

    /// <exception cref="FormatException">No token has these bytes.</exception>
    public int IdOf(byte[] bytes) => _ids.TryGetValue(ByteAlphabet.Symbol(bytes), out var id)
        ? id
        : throw new FormatException($"A merge uses \"{ByteAlphabet.Symbol(bytes)}\" before any merge has made it.");

    /// <summary>Adds the next merge and gives the token it makes; two merges may make the same token.</summary>
    public int Add(int left, int right)
    {
        byte[] bytes = [.. _bytes[left], .. _bytes[right]];
        var symbol = ByteAlphabet.Symbol(bytes);
        if (!_ids.TryGetValue(symbol, out var id))
        {
            _ids[symbol] = id = _bytes.Count;
            _bytes.Add(bytes);
        }

        _ranks.TryAdd((left, right), (Pairs.Count, id));
        Pairs.Add((left, right));
        return id;
    }

    /// <summary>Merges a word in place, lowest rank first and leftmost among equals; gives its new length.</summary>
    public int Apply(Span<int> word)
    {
        var length = word.Length;
        while (TryFindLowest(word[..length], out var place, out var id))
        {
            word[place] = id;
            word[(place + 2)..length].CopyTo(word[(place + 1)..]);
            length--;
        }

        return length;
    }

    private bool TryFindLowest(ReadOnlySpan<int> word, out int place, out int id)
    {
        var lowest = int.MaxValue;
        (place, id) = (-1, -1);
        for (var left = 0; left + 1 < word.Length; left++)
        {
            if (_ranks.TryGetValue((word[left], word[left + 1]), out var merge) && merge.Rank < lowest)
                (lowest, place, id) = (merge.Rank, left, merge.Id);
        }

        return place >= 0;
    }
}
