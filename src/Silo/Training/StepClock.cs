using Rollouts.Core.Advantages;
using Rollouts.Core.Runs;

namespace Rollouts.Silo.Training;

/// <summary>Adds to a step's metrics how long it took and how fast tokens were drawn meanwhile.</summary>
internal sealed class StepClock(TimeProvider time)
{
    /// <summary>Seconds from the end of the step before to the end of this one.</summary>
    public const string StepSeconds = "time/step";

    private long? _begin;
    private long _tokenCount;

    /// <summary>The first step's time begins; what came before it, such as a warm start, is no step's.</summary>
    /// <returns>Whether it had not begun before.</returns>
    public bool Start()
    {
        if (_begin is not null) return false;
        _begin = time.GetTimestamp();
        return true;
    }

    /// <summary>A step begins with its batch.</summary>
    public void Begin(CreditedGroup[] groups) =>
        _tokenCount = groups.Sum(group => group.Rounds.Sum(round => round.Rollouts.Sum(rollout => (long)rollout.TokenIds.Length)));

    /// <summary>The step's metrics with its times.</summary>
    public Dictionary<string, double> End(Dictionary<string, double> metrics)
    {
        var seconds = time.GetElapsedTime(_begin ?? time.GetTimestamp()).TotalSeconds;
        _begin = time.GetTimestamp();
        var all = new Dictionary<string, double>(metrics) { [StepSeconds] = seconds };
        if (seconds > 0) all.TryAdd(MetricNames.TokensPerSecond, _tokenCount / seconds);
        return all;
    }
}
