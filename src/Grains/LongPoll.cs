namespace Rollouts.Grains;

/// <summary>Calls that wait for something end in time to be asked again, well before a call's own limit.</summary>
internal static class LongPoll
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Looks, and after each change looks again; null once <see cref="Limit"/> has passed.</summary>
    public static async Task<T?> UntilAsync<T>(Signal changed, TimeProvider time, Func<T?> look) where T : class
    {
        var begin = time.GetTimestamp();
        while (true)
        {
            if (look() is { } found) return found;
            if (!await changed.WaitAsync(Limit - time.GetElapsedTime(begin))) return null;
        }
    }
}
