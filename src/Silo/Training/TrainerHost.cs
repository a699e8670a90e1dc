using Rollouts.Core.Training;

namespace Rollouts.Silo.Training;

/// <summary>Gives the training loop its thread. TorchSharp's scopes and gradient mode belong to a thread, so a loop never changes its own.</summary>
internal sealed class TrainerHost(RunContext run, ITrainingFeed feed, TrainPolicy train, FailureReport failure)
{
    /// <summary>Runs the loop to its end. Never throws: what goes wrong fails the run.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => ended.SetResult(Run(cancellationToken))) { IsBackground = true, Name = "trainer" }.Start();
        return ReportAsync(ended.Task);
    }

    private Exception? Run(CancellationToken cancellationToken)
    {
        try
        {
            train(run, feed, cancellationToken);
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    // A stale epoch is another trainer's success, and a cancelled loop was told to end: neither is a failure of the run.
    private async Task ReportAsync(Task<Exception?> ended)
    {
        if (await ended is { } error and not (OperationCanceledException or StaleEpochException)) await failure.ReportAsync("trainer", error);
    }
}
