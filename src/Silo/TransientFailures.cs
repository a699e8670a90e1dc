using Orleans.Runtime;
using Orleans.Storage;

namespace Rollouts.Silo;

/// <summary>Repeats calls whose outcome is unknown. Only for calls that may be repeated: every grain call of a host is one.</summary>
internal static class TransientFailures
{
    private const int MaximumAttempts = 6;

    /// <summary>Calls until there is an answer: at most six times, waiting 0.1 s, 0.2 s, 0.4 s, … in between.</summary>
    public static async Task<T> RetryAsync<T>(Func<Task<T>> call, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await call();
            }
            catch (Exception error) when (attempt < MaximumAttempts && IsTransient(error))
            {
                await Task.Delay(TimeSpan.FromSeconds(0.05 * Math.Pow(2, attempt)), time, cancellationToken);
            }
        }
    }

    /// <inheritdoc cref="RetryAsync{T}"/>
    public static Task RetryAsync(Func<Task> call, TimeProvider time, CancellationToken cancellationToken) =>
        RetryAsync(async () =>
        {
            await call();
            return true;
        }, time, cancellationToken);

    // A grain whose write was refused re-activates from storage; asking again then meets the newer state.
    private static bool IsTransient(Exception error) =>
        error is TimeoutException or SiloUnavailableException or OrleansMessageRejectionException or InconsistentStateException;
}
