using System.Diagnostics;
using Rollouts.Core.Training;
using Rollouts.Core.Weights;
using Rollouts.Silo;

namespace Rollouts.Bench.Orchestration;

/// <summary>Takes every batch and learns nothing; measures the time between its batches.</summary>
internal sealed class ScriptedTraining(int warmUpSteps)
{
    /// <summary>Seconds from the last warm-up step to the last step.</summary>
    public double Seconds { get; private set; }

    /// <summary>Processor seconds of the whole process in that time.</summary>
    public double ProcessorSeconds { get; private set; }

    public void Run(RunContext run, ITrainingFeed feed, CancellationToken cancellationToken)
    {
        var epoch = feed.BeginAsync(0, cancellationToken).GetAwaiter().GetResult();
        Publish(run, feed, 0, epoch, cancellationToken);
        var (watch, processor) = (new Stopwatch(), TimeSpan.Zero);
        for (var step = 1; step <= run.Specification.Steps; step++)
        {
            if (feed.ReserveAsync(epoch, step, cancellationToken).GetAwaiter().GetResult() is null) return;
            feed.ReportAsync(epoch, new(step, []), cancellationToken).GetAwaiter().GetResult();
            if (step % run.Specification.Checkpoint.Every == 0) feed.CommitAsync(epoch, step, cancellationToken).GetAwaiter().GetResult();
            if (step != warmUpSteps) continue;
            processor = Environment.CpuUsage.TotalTime;
            watch.Start();
        }

        Seconds = watch.Elapsed.TotalSeconds;
        ProcessorSeconds = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
        Publish(run, feed, run.Specification.Steps, epoch, cancellationToken);
    }

    private static void Publish(RunContext run, ITrainingFeed feed, int version, int epoch, CancellationToken cancellationToken) =>
        feed.PublishAsync(new WeightManifest(new(version, "none"), epoch, run.Folder.Weights, []), cancellationToken).GetAwaiter().GetResult();
}
