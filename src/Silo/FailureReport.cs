using Microsoft.Extensions.Logging;
using Rollouts.Core.Runs;

namespace Rollouts.Silo;

/// <summary>Where a part that can't go on says so: the run ends as failed, with the reason in words.</summary>
internal sealed partial class FailureReport(IRunGrain run, TimeProvider time, ILogger<FailureReport> logger)
{
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Fails if a failure could not even be reported, for example because the disk is full; then nobody else will hear of it.</summary>
    public Task Lost => _lost.Task;

    /// <summary>Fails the run. Never throws.</summary>
    public async Task ReportAsync(string who, Exception error)
    {
        Failed(logger, who, error);
        try
        {
            await TransientFailures.RetryAsync(() => run.FailAsync(error.Message), time, CancellationToken.None);
        }
        catch (Exception second)
        {
            Unreported(logger, who, second);
            _lost.TrySetException(new AggregateException($"{error.Message} (And this could not be recorded: {second.Message})", error, second));
        }
    }

    [LoggerMessage(LogLevel.Error, "The {Who} can't go on")]
    private static partial void Failed(ILogger logger, string who, Exception error);

    [LoggerMessage(LogLevel.Critical, "The failure of the {Who} can't be recorded")]
    private static partial void Unreported(ILogger logger, string who, Exception error);
}
