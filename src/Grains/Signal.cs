namespace Rollouts.Grains;

/// <summary>Wakes the calls of a grain that wait for a change. Used from one grain's turns only.</summary>
internal sealed class Signal(TimeProvider time)
{
    private TaskCompletionSource _changed = New();

    /// <summary>Wakes all who wait.</summary>
    public void Pulse()
    {
        var changed = _changed;
        _changed = New();
        changed.SetResult();
    }

    /// <summary>True at the next pulse, false if <paramref name="limit"/> passes before it.</summary>
    public async Task<bool> WaitAsync(TimeSpan limit)
    {
        if (limit <= TimeSpan.Zero) return false;
        try
        {
            await _changed.Task.WaitAsync(limit, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
