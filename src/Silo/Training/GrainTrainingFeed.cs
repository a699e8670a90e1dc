using Rollouts.Core.Advantages;
using Rollouts.Core.Experience;
using Rollouts.Core.Runs;
using Rollouts.Core.Training;
using Rollouts.Core.Weights;
using Rollouts.Silo.Records;
using Rollouts.Trainer.Publishing;

namespace Rollouts.Silo.Training;

/// <summary>The training loop's door to the grains: every call has the deadline of a grain call and is repeated where its outcome is unknown.</summary>
internal sealed class GrainTrainingFeed(RunContext run, IGrainFactory grains, RunRecorder recorder, WaitTimes waits, TimeProvider time) : ITrainingFeed
{
    private readonly ITrainerGrain _trainer = grains.GetGrain<ITrainerGrain>(run.Run.Value);
    private readonly IPolicyGrain _policy = grains.GetGrain<IPolicyGrain>(run.Run.Value);
    private readonly IExperienceGrain _experience = grains.GetGrain<IExperienceGrain>(run.Run.Value);
    private readonly IRunGrain _run = grains.GetGrain<IRunGrain>(run.Run.Value);
    private readonly StepClock _clock = new(time);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the trainer has taken the run over; work that is leased before would be for a plan that may still change.</summary>
    public Task Begun => _begun.Task;

    /// <inheritdoc/>
    public async Task<int> BeginAsync(int checkpointStep, CancellationToken cancellationToken)
    {
        var epoch = await CallAsync(() => _trainer.BeginEpochAsync(checkpointStep), cancellationToken);
        _begun.TrySetResult();
        return epoch;
    }

    /// <inheritdoc/>
    public async Task<TrainingBatch?> ReserveAsync(int epoch, int step, CancellationToken cancellationToken)
    {
        if (_clock.Start()) waits.TakeAll();
        var visits = await waits.MeasureAsync(WaitTimes.ForBatch, WaitForBatchAsync(epoch, step, cancellationToken));
        if (visits is null) return null;
        var groups = await Task.WhenAll(visits.Select(visit => ReadAsync(visit.Place, cancellationToken)));
        _clock.Begin(groups);
        return new(step, groups);
    }

    /// <inheritdoc/>
    public Task PublishAsync(WeightManifest manifest, CancellationToken cancellationToken) => CallAsync(() => _policy.PublishAsync(manifest), cancellationToken);

    /// <inheritdoc/>
    public Task ReportAsync(int epoch, StepReport report, CancellationToken cancellationToken)
    {
        var metrics = _clock.End(report.Metrics);
        foreach (var (name, seconds) in waits.TakeAll()) metrics[name] = seconds;
        return CallAsync(() => _run.ReportStepAsync(epoch, report with { Metrics = metrics }), cancellationToken);
    }

    /// <inheritdoc/>
    public Task ReportWarmStartAsync(int epoch, StepReport report, CancellationToken cancellationToken)
    {
        // A warm start asks for no batch, so this is where it hears that the run was stopped.
        if (recorder.Ended.IsCompleted) throw new OperationCanceledException("The run was stopped in its warm start.");
        return CallAsync(() => _run.ReportWarmStartAsync(epoch, report), cancellationToken);
    }

    /// <inheritdoc/>
    public Task ReportAlarmAsync(int epoch, string text, CancellationToken cancellationToken) =>
        CallAsync(() => _run.ReportAlarmAsync(epoch, text), cancellationToken);

    /// <inheritdoc/>
    public async Task CommitAsync(int epoch, int step, CancellationToken cancellationToken)
    {
        // Steps below a checkpoint are never made again, so their lines have to be written before it counts.
        await recorder.WaitForStepAsync(step, cancellationToken);
        WeightPublisher.Remove(await CallAsync(() => _trainer.CommitAsync(epoch, step), cancellationToken));
    }

    private async Task<ReservedVisit[]?> WaitForBatchAsync(int epoch, int step, CancellationToken cancellationToken)
    {
        while (!recorder.Ended.IsCompleted)
        {
            var reserving = CallAsync(() => _experience.ReserveAsync(epoch, step), cancellationToken);
            await Task.WhenAny(reserving, recorder.Ended).WaitAsync(cancellationToken);
            if (reserving.IsCompleted && await reserving is { } visits) return visits;
        }

        return null;
    }

    private async Task<CreditedGroup> ReadAsync(VisitPlace place, CancellationToken cancellationToken) =>
        CreditedGroupFormat.Unpack(await CallAsync(() => _experience.ReadAsync(place), cancellationToken))[0];

    private Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) => TransientFailures.RetryAsync(call, time, cancellationToken);

    private Task CallAsync(Func<Task> call, CancellationToken cancellationToken) => TransientFailures.RetryAsync(call, time, cancellationToken);
}
