using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Rollouts.Core.Verification;
using Rollouts.Silo.Inference;
using Rollouts.Silo.Records;
using Rollouts.Silo.Training;
using Rollouts.Trainer;

namespace Rollouts.Silo;

/// <summary>The parts of a host that work on a run side by side: pump, trainer, recorder.</summary>
/// <remarks>
/// <code>
/// pump ---visits---> experience (grains) ---batches---> trainer ---weights---> policy (grains) ---leases---> pump
///                                           run (grains) ---events---> recorder ---> metrics.jsonl, summary.json
/// </code>
/// The run's grain decides when the run has ended; the recorder hears of it first. Then the pump's leases end, the trainer gets
/// no more batches, and what they still report is recorded before the work counts as done.
/// </remarks>
internal sealed class RunWork : IAsyncDisposable
{
    private readonly IRunGrain _run;
    private readonly IRolloutEngine _engine;
    private readonly BoundedVerifier _verifier;
    private readonly FailureReport _failure;
    private readonly RunRecorder _recorder;
    private readonly GrainTrainingFeed _feed;
    private readonly InferencePump _pump;
    private readonly TrainerHost _trainer;

    public RunWork(RunContext run, RunHostOptions options, IServiceProvider silo, IRolloutEngine engine)
    {
        var (grains, time, waits) = (silo.GetRequiredService<IGrainFactory>(), options.Time, new WaitTimes(options.Time));
        (_engine, _run) = (engine, grains.GetGrain<IRunGrain>(run.Run.Value));
        _failure = new(_run, time, silo.GetRequiredService<ILogger<FailureReport>>());
        _recorder = new(run.Folder, _run, run.Problems.Warnings);
        _verifier = new(run.Problems.Verifier, options.VerifierDeadline, time, Environment.ProcessorCount);
        var answering = new Answering(run, engine, _verifier);
        _pump = new(run.Specification, engine, _run, new(run, grains, answering, waits, time), new(run, grains, answering, time), _failure, waits, time);
        _feed = new(run, grains, _recorder, waits, time);
        _trainer = new(run, _feed, options.Training ?? DefaultParts.Train, _failure);
        silo.GetRequiredService<Replica>().Begin(engine, _pump);
    }

    /// <summary>Works until the run has ended and every record is written.</summary>
    /// <exception cref="OperationCanceledException">The work was abandoned.</exception>
    public async Task<RunSnapshot> RunAsync(CancellationToken cancellationToken)
    {
        using var work = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] workers = [PumpAsync(work.Token), _trainer.RunAsync(work.Token)];
        try
        {
            await await Task.WhenAny(RecordAsync(work.Token), _failure.Lost);
            if ((await _run.GetState()).Phase == RunPhase.Failed) await work.CancelAsync();
        }
        catch
        {
            await work.CancelAsync();
            throw;
        }
        finally
        {
            await Task.WhenAll(workers);
        }

        return await _recorder.FinishAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _pump.Dispose();
        _verifier.Dispose();
        _recorder.Dispose();
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(_feed.Begun, _recorder.Ended);
        if (_feed.Begun.IsCompleted) await _pump.RunAsync(cancellationToken);
    }

    // A run whose records can't be written has failed; with no recorder left, its end is looked for here.
    private async Task RecordAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _recorder.FollowAsync(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            await _failure.ReportAsync("recorder", error);
        }
    }
}
