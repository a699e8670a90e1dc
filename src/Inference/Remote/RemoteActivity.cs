using Rollouts.Core.Rollouts;
using Rollouts.Core.Weights;

namespace Rollouts.Inference.Remote;

/// <summary>Counts what a server is doing for this process. Thread-safe.</summary>
/// <param name="concurrency">Rollouts that it is asked for at once.</param>
internal sealed class RemoteActivity(int concurrency, TimeProvider time)
{
    private readonly Lock _lock = new();
    private int _activeCount;
    private int _queuedCount;
    private long _generatedTokens;
    private TimeSpan _busy;
    private long _busySince;

    /// <summary>A rollout waits for its turn.</summary>
    public void Queued()
    {
        lock (_lock) _queuedCount++;
    }

    /// <summary>It no longer waits.</summary>
    /// <param name="begins">Whether it is its turn now; else it was given up.</param>
    public void Dequeued(bool begins)
    {
        lock (_lock)
        {
            _queuedCount--;
            if (begins && _activeCount++ == 0) _busySince = time.GetTimestamp();
        }
    }

    /// <summary>It has ended, with this many tokens.</summary>
    public void Ended(int tokenCount)
    {
        lock (_lock)
        {
            _generatedTokens += tokenCount;
            if (--_activeCount == 0) _busy += time.GetElapsedTime(_busySince);
        }
    }

    /// <summary>All of it now.</summary>
    public EngineSnapshot Snapshot(PolicyStamp? policy)
    {
        lock (_lock)
        {
            var busy = _activeCount == 0 ? _busy : _busy + time.GetElapsedTime(_busySince);
            return new(policy, concurrency, _activeCount, _queuedCount, _generatedTokens, busy.TotalSeconds);
        }
    }
}
