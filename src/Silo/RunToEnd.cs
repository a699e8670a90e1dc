using System.Runtime.InteropServices;
using Rollouts.Core.Runs;

namespace Rollouts.Silo;

/// <summary>Waits for a run's end in a process without a console.</summary>
internal static class RunToEnd
{
    /// <summary>The exit code: 0 when the run completed or was stopped, 1 when it failed.</summary>
    public static async Task<int> WaitAsync(RunHost host)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Ask(asked, signal));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Ask(asked, signal));
        await Task.WhenAny(host.Completion, asked.Task);
        var end = host.Completion.IsCompleted ? await host.Completion : await host.StopAsync(CancellationToken.None);
        var said = end.Failure is null ? $"Run {end.Run} {end.Phase} at step {end.Step} of {end.Steps}." : $"Run {end.Run} failed: {end.Failure}";
        await Console.Out.WriteLineAsync(said);
        return end.Phase == RunPhase.Failed ? 1 : 0;
    }

    // A second signal ends the process at once; the run can be resumed from what is durable.
    private static void Ask(TaskCompletionSource asked, PosixSignalContext signal) => signal.Cancel = asked.TrySetResult();
}
