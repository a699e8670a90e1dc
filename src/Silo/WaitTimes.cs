using System.Collections.Concurrent;

namespace Rollouts.Silo;

/// <summary>Seconds that parts of a host waited, by the metric's name. Thread-safe.</summary>
internal sealed class WaitTimes(TimeProvider time)
{
    /// <summary>The engine had nothing to draw, seconds of a step.</summary>
    public const string ForWork = "time/wait_for_policy";

    /// <summary>New weights were read, seconds of a step.</summary>
    public const string ForWeights = "time/weight_sync";

    /// <summary>Finished visits waited for room in the experience, seconds of a step, added up over visits.</summary>
    public const string ForCredit = "time/wait_for_credit";

    /// <summary>The trainer had no complete batch, seconds of a step.</summary>
    public const string ForBatch = "time/wait_for_batch";

    private readonly ConcurrentDictionary<string, double> _seconds = new();

    /// <summary>Awaits something and adds the time to a name.</summary>
    public async Task<T> MeasureAsync<T>(string name, Task<T> waiting)
    {
        var begin = time.GetTimestamp();
        try
        {
            return await waiting;
        }
        finally
        {
            Add(name, time.GetElapsedTime(begin));
        }
    }

    /// <summary>Adds a wait.</summary>
    public void Add(string name, TimeSpan waited) => _seconds.AddOrUpdate(name, waited.TotalSeconds, (_, sum) => sum + waited.TotalSeconds);

    /// <summary>What has been added since the last call.</summary>
    public Dictionary<string, double> TakeAll()
    {
        var taken = new Dictionary<string, double>();
        foreach (var name in _seconds.Keys)
            if (_seconds.TryRemove(name, out var seconds)) taken[name] = seconds;
        return taken;
    }
}
