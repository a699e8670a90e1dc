using Rollouts.Client.Rendering;
using Rollouts.Core;
using Rollouts.Core.Runs;
using Rollouts.Silo;
using Spectre.Console;

namespace Rollouts.Client.Runs;

/// <summary>A run in this process, from its start until it has ended or a person has stopped it.</summary>
/// <param name="application">Where it is shown.</param>
/// <param name="json">Whether the result is wanted as JSON; progress then goes to the error stream.</param>
internal sealed class RunSession(Application application, bool json)
{
    private static readonly TimeSpan LastEvents = TimeSpan.FromSeconds(5);

    /// <summary>Starts or resumes a run and follows it.</summary>
    /// <param name="stopping">Cancelled when a person wants the run to stop.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> FollowAsync(RunPlan plan, RunFolder folder, CancellationToken stopping)
    {
        Show(plan, folder);
        var final = await WithLogNamedAsync(folder, () => RunAsync(plan, folder, stopping));
        Show(RunSummary.Of(final) with { Warnings = [.. plan.Problems.Warnings] }, folder);
        return final.Phase switch { RunPhase.Completed => ExitCode.Done, RunPhase.Failed => ExitCode.Failed, _ => ExitCode.Interrupted };
    }

    private async Task<RunSnapshot> RunAsync(RunPlan plan, RunFolder folder, CancellationToken stopping)
    {
        var options = new RunHostOptions { Problems = plan.Problems, Tokenizer = plan.Tokenizer, Time = application.Time };
        await using var host = await RunHost.StartAsync(folder, plan.Specification, options, stopping);
        await using var display = RunDisplay.Open(application, plan.Specification, json);
        using var watching = new CancellationTokenSource();
        var watch = ShowEventsAsync(host.Run, display, watching.Token);
        var final = await EndAsync(host, display, stopping);
        watching.CancelAfter(LastEvents);
        await watch;
        return final;
    }

    private static async Task<RunSnapshot> EndAsync(RunHost host, RunDisplay display, CancellationToken stopping)
    {
        try
        {
            return await host.Completion.WaitAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            display.Say("Stopping after what is in flight. Ctrl-C again stops at once; the run can be resumed either way.");
            return await host.StopAsync(CancellationToken.None);
        }
    }

    private async Task<RunSnapshot> WithLogNamedAsync(RunFolder folder, Func<Task<RunSnapshot>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception error) when (error is not (InvalidInputException or OperationCanceledException))
        {
            application.Error.WriteLine($"The run's log is {folder.Log}; the run can be resumed: rollouts resume {folder.Path}");
            throw;
        }
    }

    private static async Task ShowEventsAsync(IRunGrain run, RunDisplay display, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var happened in run.WatchAsync(0, cancellationToken)) display.Show(happened);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The run has ended; what was not shown by now is in its folder.
        }
    }

    private void Show(RunPlan plan, RunFolder folder)
    {
        if (json) return;
        application.Show(plan.Heading(folder).ToRenderable());
        foreach (var warning in plan.Problems.Warnings) application.Console.WriteLine($"! {PlainText.Of(warning)}");
        application.Console.WriteLine();
    }

    private void Show(RunSummary summary, RunFolder folder)
    {
        if (json)
        {
            application.WriteRaw(summary.ToJson());
            return;
        }

        application.Console.WriteLine();
        application.Show(SummaryView.Of(summary, folder.Path));
    }
}
