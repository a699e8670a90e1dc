namespace Rollouts.Silo.Inference;

/// <summary>Measures how long an engine has nothing to draw. Thread-safe.</summary>
internal sealed class EngineIdle(WaitTimes waits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private long _since = time.GetTimestamp();
    private int _inFlight;

    /// <summary>A visit or evaluation begins.</summary>
    public void Began()
    {
        lock (_lock)
            if (_inFlight++ == 0) waits.Add(WaitTimes.ForWork, time.GetElapsedTime(_since));
    }

    /// <summary>One ends.</summary>
    public void Ended()
    {
        lock (_lock)
            if (--_inFlight == 0) _since = time.GetTimestamp();
    }

    /// <summary>Loads weights while nothing is in flight; that time counts as loading, not as idle.</summary>
    public async Task LoadAsync(Func<Task> load)
    {
        var begin = time.GetTimestamp();
        await load();
        lock (_lock)
        {
            waits.Add(WaitTimes.ForWork, time.GetElapsedTime(_since, begin));
            waits.Add(WaitTimes.ForWeights, time.GetElapsedTime(begin));
            _since = time.GetTimestamp();
        }
    }
}
