using Rollouts.Core.Experience;
using Rollouts.Core.Training;
using Rollouts.Core.Weights;

namespace Rollouts.Trainer.Tests.Fixtures;

/// <summary>A feed without a system behind it: batches follow from their step, and every call is written down.</summary>
internal sealed class MemoryFeed : ITrainingFeed
{
    private int epoch;

    public List<string> Calls { get; } = [];

    public Dictionary<int, WeightManifest> Published { get; } = [];

    public Dictionary<int, StepReport> Reports { get; } = [];

    public Dictionary<int, StepReport> WarmStartReports { get; } = [];

    /// <summary>The step at which a person stops the run.</summary>
    public int StopAt { get; set; } = int.MaxValue;

    /// <summary>The step whose report is lost with the process.</summary>
    public int CrashAt { get; set; } = int.MaxValue;

    /// <summary>The same in the warm start.</summary>
    public int CrashAtWarmStart { get; set; } = int.MaxValue;

    public Task<int> BeginAsync(int checkpointStep, CancellationToken cancellationToken)
    {
        Calls.Add($"begin {checkpointStep}");
        return Task.FromResult(++epoch);
    }

    public Task<TrainingBatch?> ReserveAsync(int epoch, int step, CancellationToken cancellationToken)
    {
        Calls.Add($"reserve {step}");
        return Task.FromResult(step < StopAt ? TinyPolicy.Batch(step) : null);
    }

    public Task PublishAsync(WeightManifest manifest, CancellationToken cancellationToken)
    {
        Calls.Add($"publish {manifest.Stamp.Version}");
        if (Published.TryGetValue(manifest.Stamp.Version, out var before) && before.Stamp != manifest.Stamp)
            throw new WeightMismatchException($"Version {manifest.Stamp.Version} was {before.Stamp.Sha256} and is now {manifest.Stamp.Sha256}.");
        Published[manifest.Stamp.Version] = manifest;
        return Task.CompletedTask;
    }

    public Task ReportAsync(int epoch, StepReport report, CancellationToken cancellationToken)
    {
        Calls.Add($"report {report.Step}");
        if (report.Step == CrashAt) throw new IOException("The process was killed.");
        Reports[report.Step] = report;
        return Task.CompletedTask;
    }

    public Task ReportWarmStartAsync(int epoch, StepReport report, CancellationToken cancellationToken)
    {
        if (report.Step == CrashAtWarmStart) throw new IOException("The process was killed.");
        WarmStartReports[report.Step] = report;
        return Task.CompletedTask;
    }

    public Task ReportAlarmAsync(int epoch, string text, CancellationToken cancellationToken)
    {
        Calls.Add($"alarm {text}");
        return Task.CompletedTask;
    }

    public Task CommitAsync(int epoch, int step, CancellationToken cancellationToken)
    {
        Calls.Add($"commit {step}");
        return Task.CompletedTask;
    }
}
