using Rollouts.Inference.Engine.Kernels;

namespace Rollouts.Inference.Engine.Cache;

/// <summary>Keys and values of 16 positions a block, for every layer; blocks are counted, so that sequences share their prefix.</summary>
/// <remarks>
/// In a block, each layer's key-value head has keys [D, 16] followed by values [16, D] (D padded): what one head reads of one block lies
/// in one piece. Memory is taken as blocks are first needed and kept. A block is zeroed when it is handed out: positions not yet
/// written take part in attention with weight zero, and zero times anything finite is zero, but zero times a stale NaN is not.
/// Used by the coordinating thread only.
/// </remarks>
internal sealed unsafe class KeyValueBlocks : IDisposable
{
    public const int Positions = 16;
    private const long SlabBytes = 4 << 20;

    private readonly List<NativeBuffer> _slabs = [];
    private readonly List<nint> _addresses = [];
    private readonly List<int> _references = [];
    private readonly Stack<int> _free = [];
    private readonly int _keyValueHeadCount;
    private readonly int _width;

    /// <param name="width">Padded width of a head.</param>
    /// <param name="capacity">Blocks at most.</param>
    public KeyValueBlocks(int layerCount, int keyValueHeadCount, int width, int capacity)
    {
        _keyValueHeadCount = keyValueHeadCount;
        _width = width;
        BlockFloats = layerCount * keyValueHeadCount * 2 * width * Positions;
        Capacity = capacity;
    }

    public int BlockFloats { get; }

    public int Capacity { get; }

    public int HeldCount => _addresses.Count - _free.Count;

    public bool IsFull => HeldCount == Capacity;

    /// <summary>Blocks that hold so many positions.</summary>
    public static int BlocksFor(int positionCount) => (positionCount + Positions - 1) / Positions;

    public nint Address(int block) => _addresses[block];

    public int ReferenceCount(int block) => _references[block];

    /// <summary>Where the keys of a layer's head begin within a block.</summary>
    public int Offset(int layer, int head) => (layer * _keyValueHeadCount + head) * 2 * _width * Positions;

    /// <summary>A zeroed block with one reference.</summary>
    public int Take()
    {
        if (IsFull) throw new InvalidOperationException($"All {Capacity} cache blocks are held; they should have been reserved.");
        if (_free.Count == 0) AddSlab();
        var block = _free.Pop();
        _references[block] = 1;
        new Span<float>((void*)_addresses[block], BlockFloats).Clear();
        return block;
    }

    public void Retain(int block) => _references[block]++;

    public void Release(int block)
    {
        if (--_references[block] == 0) _free.Push(block);
    }

    public void Copy(int from, int to) =>
        new ReadOnlySpan<float>((void*)_addresses[from], BlockFloats).CopyTo(new Span<float>((void*)_addresses[to], BlockFloats));

    public void Dispose() => _slabs.ForEach(slab => slab.Dispose());

    private void AddSlab()
    {
        var count = (int)Math.Clamp(SlabBytes / (BlockFloats * sizeof(float)), 1, Capacity - _addresses.Count);
        var slab = new NativeBuffer((long)count * BlockFloats);
        _slabs.Add(slab);
        for (var i = count - 1; i >= 0; i--) _free.Push(_addresses.Count + i);
        for (var i = 0; i < count; i++)
        {
            _addresses.Add((nint)(slab.Start + (long)i * BlockFloats));
            _references.Add(0);
        }
    }
}
