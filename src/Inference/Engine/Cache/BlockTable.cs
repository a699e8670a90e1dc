namespace Rollouts.Inference.Engine.Cache;

/// <summary>Which blocks hold a sequence's positions, in order. It owns one reference to each.</summary>
internal sealed class BlockTable(KeyValueBlocks blocks, int blockCount)
{
    private readonly int[] _ids = new int[blockCount];

    /// <summary>The blocks' addresses, for kernels.</summary>
    public nint[] Addresses { get; } = new nint[blockCount];

    public int Count { get; private set; }

    public int this[int index] => _ids[index];

    /// <summary>Appends a block whose reference the caller gives away.</summary>
    public void Append(int block)
    {
        Addresses[Count] = blocks.Address(block);
        _ids[Count++] = block;
    }

    /// <summary>Appends a block that others hold too.</summary>
    public void AppendShared(int block)
    {
        blocks.Retain(block);
        Append(block);
    }

    public void Release()
    {
        for (var i = 0; i < Count; i++) blocks.Release(_ids[i]);
        Count = 0;
    }
}
