using Rollouts.Core.Rollouts;
using Rollouts.Core.Weights;
using Rollouts.Inference.Engine.Cache;

namespace Rollouts.Inference.Engine;

/// <summary>Decides which rows the next step computes: requests first come, first served, as slots and cache blocks become free.</summary>
/// <remarks>A request begins only when every cache block that it can hold at once is free or forgettable, so nothing that has begun ever
/// waits for memory. Used by the coordinating thread only.</remarks>
internal sealed class Scheduler(EngineOptions options, KeyValueBlocks blocks)
{
    private readonly PrefixCache _cache = new(blocks, options.RememberedBlockCount);
    private readonly List<PendingRequest> _requests = [];
    private readonly List<Sequence> _active = [];
    private int _reservedBlockCount;

    public int ActiveCount => _active.Count;

    public int RequestCount => _requests.Count;

    /// <summary>Rollouts that wait for a slot.</summary>
    public int WaitingCount => _requests.Sum(request => request.WaitingCount);

    public IReadOnlyList<PendingRequest> Requests => _requests;

    /// <summary>Cache blocks that a request can hold at once: its prefix, and the further blocks of as many rollouts as there are slots.</summary>
    public static int BlocksOf(GenerationRequest request, int slotCount)
    {
        var prefix = request.PrefixIds.Length;
        return KeyValueBlocks.BlocksFor(prefix) + Math.Min(slotCount, request.Ids.Length) * OwnBlocksOf(request);
    }

    public void Add(PendingRequest request) => _requests.Add(request);

    /// <summary>New weights: what was computed under the old ones serves those who have it, and nobody else.</summary>
    public void Forget() => _cache.Clear();

    /// <summary>Lets every request go whose caller no longer waits, and returns them.</summary>
    public List<PendingRequest> RemoveCancelled() => Remove(request => request.IsCancelled);

    public List<PendingRequest> RemoveAll() => Remove(_ => true);

    /// <summary>Begins prefixes as far as slots and memory allow.</summary>
    public void BeginPrefixes(PolicyStamp policy)
    {
        var slots = options.SlotCount - _active.Count;
        foreach (var request in _requests)
        {
            if (slots <= 0) return;
            if (request.Prefix is null && !TryBegin(request, policy)) return;
            slots -= request.WaitingCount;
        }
    }

    /// <summary>Gives slots to rollouts whose prefix is there.</summary>
    public List<Sequence> Join()
    {
        var joined = new List<Sequence>();
        foreach (var request in _requests)
        {
            while (request.WaitingCount > 0 && _active.Count < options.SlotCount && request.Prefix?.Logits is not null)
                joined.Add(Join(request, request.Prefix));
            if (_active.Count == options.SlotCount) break;
        }
        return joined;
    }

    /// <summary>Fills the next step.</summary>
    public void Fill(StepBatch batch)
    {
        batch.Clear();
        foreach (var sequence in _active) batch.Add(sequence);
        var budget = options.PrefixTokensPerStep;
        foreach (var request in _requests)
        {
            if (budget == 0) return;
            if (request.Prefix is { Logits: null } prefix) budget -= batch.Add(prefix, budget);
        }
    }

    /// <summary>Keeps a prefix that has been computed to its end.</summary>
    public void Keep(Prefix prefix, ReadOnlySpan<float> logits)
    {
        prefix.Logits = logits.ToArray();
        if (prefix.CacheGeneration == _cache.Generation) _cache.Add(prefix.Tokens, prefix.Blocks);
    }

    /// <summary>Frees what ended sequences held, and returns the requests that are complete.</summary>
    public List<PendingRequest> Retire()
    {
        foreach (var sequence in _active)
        {
            if (sequence.Finish is null) continue;
            sequence.Request.Finish(sequence);
            sequence.Blocks.Release();
        }
        return _active.RemoveAll(sequence => sequence.Finish is not null) == 0 ? [] : Remove(request => request.IsDone);
    }

    private List<PendingRequest> Remove(Predicate<PendingRequest> leaves)
    {
        var gone = _requests.FindAll(leaves);
        if (gone.Count == 0) return gone;
        foreach (var sequence in _active) if (gone.Contains(sequence.Request)) sequence.Blocks.Release();
        _active.RemoveAll(sequence => gone.Contains(sequence.Request));
        _requests.RemoveAll(gone.Contains);
        foreach (var request in gone)
        {
            request.Prefix?.Blocks.Release();
            _reservedBlockCount -= request.ReservedBlockCount;
        }
        return gone;
    }

    private bool TryBegin(PendingRequest request, PolicyStamp policy)
    {
        var needed = BlocksOf(request.Request, options.SlotCount);
        if (_reservedBlockCount + needed > blocks.Capacity) return false;
        _reservedBlockCount += request.ReservedBlockCount = needed;
        var tokens = request.Request.PrefixIds;
        var table = new BlockTable(blocks, KeyValueBlocks.BlocksFor(tokens.Length));
        var known = _cache.Restore(tokens, table);
        Extend(table, KeyValueBlocks.BlocksFor(tokens.Length));
        request.Prefix = new Prefix(tokens, table, policy, _cache.Generation) { ComputedCount = known };
        return true;
    }

    private Sequence Join(PendingRequest request, Prefix prefix)
    {
        var shared = prefix.Tokens.Length / KeyValueBlocks.Positions;
        var blockCount = shared + OwnBlocksOf(request.Request);
        var table = new BlockTable(blocks, blockCount);
        for (var i = 0; i < shared; i++) table.AppendShared(prefix.Blocks[i]);
        Extend(table, blockCount);
        if (shared < prefix.Blocks.Count && shared < blockCount) blocks.Copy(prefix.Blocks[shared], table[shared]);
        var sequence = new Sequence(request, request.StartedCount++, table, prefix.Policy);
        _active.Add(sequence);
        return sequence;
    }

    private void Extend(BlockTable table, int blockCount)
    {
        while (table.Count < blockCount)
        {
            if (blocks.IsFull) _cache.Evict();
            table.Append(blocks.Take());
        }
    }

    // A rollout's last token is drawn but never computed.
    private static int OwnBlocksOf(GenerationRequest request)
    {
        var positionCount = request.PrefixIds.Length + request.Sampling.MaximumTokens - 1;
        return KeyValueBlocks.BlocksFor(positionCount) - request.PrefixIds.Length / KeyValueBlocks.Positions;
    }
}
