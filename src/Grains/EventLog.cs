using Rollouts.Core.Runs;

namespace Rollouts.Grains;

/// <summary>A run's newest events. What is older can be read in the run folder.</summary>
internal sealed class EventLog(TimeProvider time)
{
    private const int Kept = 1024;

    private readonly Queue<RunEvent> _events = new();
    private long _cursor;

    public void Add(Func<long, DateTimeOffset, RunEvent> make)
    {
        _events.Enqueue(make(++_cursor, time.GetUtcNow()));
        if (_events.Count > Kept) _events.Dequeue();
    }

    public RunEvent[] After(long cursor) => [.. _events.Where(happened => happened.Cursor > cursor)];
}
