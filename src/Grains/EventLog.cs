using System.Runtime.CompilerServices;
using Rollouts.Core.Runs;

namespace Rollouts.Grains;

/// <summary>A run's newest events. What is older can be read in the run folder.</summary>
internal sealed class EventLog(TimeProvider time)
{
    private const int Kept = 1024;

    private readonly Queue<RunEvent> _events = new();
    private long _cursor;

    /// <summary>Whether nothing has happened since this activation began.</summary>
    public bool IsEmpty => _cursor == 0;

    public void Add(Func<long, DateTimeOffset, RunEvent> make)
    {
        _events.Enqueue(make(++_cursor, time.GetUtcNow()));
        if (_events.Count > Kept) _events.Dequeue();
    }

    /// <summary>Events after a cursor, then new ones as they are added, until there will be no more.</summary>
    /// <param name="changed">Pulses when one is added.</param>
    /// <param name="isOver">Whether the last one has been added.</param>
    public async IAsyncEnumerable<RunEvent> FollowAsync(
        long cursor, Signal changed, Func<bool> isOver, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var happened in After(cursor))
            {
                cursor = happened.Cursor;
                yield return happened;
            }

            if (isOver() && After(cursor).Length == 0) yield break;
            if (After(cursor).Length == 0) await changed.WaitAsync(LongPoll.Limit);
        }
    }

    private RunEvent[] After(long cursor) => [.. _events.Where(happened => happened.Cursor > cursor)];
}
