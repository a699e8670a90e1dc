namespace Rollouts.Grains.Storage;

/// <summary>Lets the calls of a re-entrant grain share durable writes: one is in flight, and all who come meanwhile are
/// acknowledged together by the next. Used from one grain's turns only.</summary>
internal sealed class CoalescedWrite(Func<Task> write)
{
    private long _asked, _written;
    private TaskCompletionSource? _inFlight;

    /// <summary>Ends once everything that was changed before the call is durable.</summary>
    public async Task SaveAsync()
    {
        var mine = ++_asked;
        while (_written < mine)
        {
            if (_inFlight is { } running) await running.Task;
            else await WriteAsync();
        }
    }

    private async Task WriteAsync()
    {
        var covered = _asked;
        var done = _inFlight = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await write();
            _written = covered;
        }
        finally
        {
            // Those who waited for a failed write try once themselves and hear of the failure then.
            _inFlight = null;
            done.SetResult();
        }
    }
}
