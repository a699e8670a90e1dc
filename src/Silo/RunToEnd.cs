using System.Runtime.InteropServices;
using Rollouts.Core.Runs;

namespace Rollouts.Silo;

/// <summary>Waits for a run's end in a process without a console.</summary>
internal static class RunToEnd
{
    /// <summary>The exit code: 0 when the run completed or was stopped, 1 when it failed.</summary>
    public static async Task<int> WaitAsync(RunHost host)
    {
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(host, signal));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(host, signal));
        var end = await host.Completion;
        var said = end.Failure is null ? $"Run {end.Run} {end.Phase} at step {end.Step} of {end.Steps}." : $"Run {end.Run} failed: {end.Failure}";
        await Console.Out.WriteLineAsync(said);
        return end.Phase == RunPhase.Failed ? 1 : 0;
    }

    private static void Stop(RunHost host, PosixSignalContext signal)
    {
        signal.Cancel = true;
        _ = host.Run.StopAsync();
    }
}
