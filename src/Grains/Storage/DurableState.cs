namespace Rollouts.Grains.Storage;

/// <summary>Writes of a whole new state.</summary>
internal static class DurableState
{
    /// <summary>Makes a state durable; if that fails, the grain still has the old one.</summary>
    public static async Task ReplaceAsync<T>(this IPersistentState<T> memory, T next)
    {
        var before = memory.State;
        memory.State = next;
        try
        {
            await memory.WriteStateAsync();
        }
        catch
        {
            memory.State = before;
            throw;
        }
    }
}
