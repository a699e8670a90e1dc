namespace Rollouts.Inference.Engine.Cache;

/// <summary>Remembers full blocks of earlier prefixes, so that the prompt of a visit is computed in its first round only.</summary>
/// <remarks>A block is known by its 16 tokens and by the block before it, that is, by everything its keys and values depend on except
/// the weights; new weights clear it. Least recently used blocks go first. Used by the coordinating thread only.</remarks>
internal sealed class PrefixCache(KeyValueBlocks blocks, int capacity)
{
    private const long Root = 0;
    private readonly Dictionary<Key, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];
    private long _lastId = Root;

    /// <summary>Counts the clearings; what was computed under an earlier one must not be added.</summary>
    public int Generation { get; private set; }

    /// <summary>Appends the longest known beginning of a prefix and returns how many positions it holds. The last token is never among
    /// them: its logits have to be computed.</summary>
    public int Restore(int[] tokens, BlockTable table)
    {
        var parent = Root;
        var position = 0;
        while (position + KeyValueBlocks.Positions < tokens.Length
            && _entries.TryGetValue(new Key(parent, tokens, position), out var node))
        {
            Touch(node);
            table.AppendShared(node.Value.Block);
            parent = node.Value.Id;
            position += KeyValueBlocks.Positions;
        }
        return position;
    }

    /// <summary>Remembers the full blocks of a prefix that has been computed.</summary>
    public void Add(int[] tokens, BlockTable table)
    {
        var parent = Root;
        for (var block = 0; (block + 1) * KeyValueBlocks.Positions <= tokens.Length; block++)
        {
            var key = new Key(parent, tokens, block * KeyValueBlocks.Positions);
            if (!_entries.TryGetValue(key, out var node)) node = Insert(key, table[block]);
            Touch(node);
            parent = node.Value.Id;
        }
        while (_entries.Count > capacity) Remove(_byUse.First!);
    }

    /// <summary>Frees the least recently used block that nobody else holds; false if there is none.</summary>
    public bool Evict()
    {
        for (var node = _byUse.First; node is not null; node = node.Next)
        {
            if (blocks.ReferenceCount(node.Value.Block) > 1) continue;
            Remove(node);
            return true;
        }
        return false;
    }

    public void Clear()
    {
        Generation++;
        while (_byUse.First is { } node) Remove(node);
    }

    private LinkedListNode<Entry> Insert(Key key, int block)
    {
        blocks.Retain(block);
        return _entries[key] = _byUse.AddLast(new Entry(++_lastId, key, block));
    }

    private void Touch(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _byUse.AddLast(node);
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Key);
        blocks.Release(node.Value.Block);
    }

    private sealed record Entry(long Id, Key Key, int Block);

    private readonly struct Key(long parent, int[] tokens, int start) : IEquatable<Key>
    {
        private ReadOnlySpan<int> Tokens => tokens.AsSpan(start, KeyValueBlocks.Positions);

        private long Parent => parent;

        public bool Equals(Key other) => parent == other.Parent && Tokens.SequenceEqual(other.Tokens);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(parent);
            foreach (var token in Tokens) hash.Add(token);
            return hash.ToHashCode();
        }
    }
}
