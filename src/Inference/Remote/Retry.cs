using Rollouts.Core.Rollouts;

namespace Rollouts.Inference.Remote;

/// <summary>Repeats what may be repeated, a bounded number of times, with ever longer pauses.</summary>
/// <param name="attempts">Attempts at most; at least 1.</param>
internal sealed class Retry(int attempts, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5), LongestPause = TimeSpan.FromSeconds(30), LongestWish = TimeSpan.FromSeconds(60);

    /// <summary>Calls until there is an answer.</summary>
    /// <param name="what">What is attempted, as a noun; begins the message.</param>
    /// <exception cref="EngineFailedException">The last attempt failed, or one was refused; its cause is a <see cref="RemoteFaultException"/>.</exception>
    public async Task<T> RunAsync<T>(string what, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TimeSpan pause;
            try
            {
                return await call();
            }
            catch (RemoteFaultException fault) when (fault.IsTransient && attempt < attempts)
            {
                pause = Pause(attempt, fault.RetryAfter);
            }
            catch (RemoteFaultException fault)
            {
                throw new EngineFailedException(
                    $"{what} failed at attempt {attempt} of {attempts}: {fault.Message} Nothing of it was counted as an answer; mend the server, then resume the run.",
                    fault);
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    /// <summary>How long to wait after an attempt.</summary>
    /// <param name="attempt">1 for the first.</param>
    /// <param name="wish">What the server asks for.</param>
    public static TimeSpan Pause(int attempt, TimeSpan? wish)
    {
        var own = FirstPause * Math.Pow(2, attempt - 1);
        if (own > LongestPause) own = LongestPause;
        return wish is not { } asked || asked < own ? own : asked < LongestWish ? asked : LongestWish;
    }
}
