using Rollouts.Core.Experience;
using Rollouts.Core.Weights;

namespace Rollouts.Core.Training;

/// <summary>What the training loop needs from the rest of the system. Called from the loop's own thread, which waits for each
/// answer; every call carries the epoch that <see cref="BeginAsync"/> gave, is idempotent and ends within its deadline.</summary>
public interface ITrainingFeed
{
    /// <summary>Takes the run over: trainers of older epochs are refused from here on. Batches that were reserved after
    /// <paramref name="checkpointStep"/> will be handed out again, the same groups in the same order.</summary>
    /// <param name="checkpointStep">Step of the checkpoint that the loop goes on from; 0 without one.</param>
    Task<int> BeginAsync(int checkpointStep, CancellationToken cancellationToken);

    /// <summary>The batch of a step: waits until it is complete. Null if the run was stopped.</summary>
    /// <exception cref="StaleEpochException">Another trainer has taken over.</exception>
    Task<TrainingBatch?> ReserveAsync(int epoch, int step, CancellationToken cancellationToken);

    /// <summary>Announces weights; the inference silos fetch them.</summary>
    /// <exception cref="StaleEpochException">Another trainer has taken over.</exception>
    /// <exception cref="WeightMismatchException">This version was published before with another hash.</exception>
    Task PublishAsync(WeightManifest manifest, CancellationToken cancellationToken);

    /// <summary>Tells what a step did; shown, recorded, repeated after a resume.</summary>
    Task ReportAsync(int epoch, StepReport report, CancellationToken cancellationToken);

    /// <summary>Tells what a supervised step did.</summary>
    Task ReportWarmStartAsync(int epoch, StepReport report, CancellationToken cancellationToken);

    /// <summary>Tells people something that they should know: it is shown, recorded, and stands in the summary. Repeating it changes nothing.</summary>
    /// <param name="text">One or two sentences in plain words.</param>
    /// <exception cref="StaleEpochException">Another trainer has taken over.</exception>
    Task ReportAlarmAsync(int epoch, string text, CancellationToken cancellationToken);

    /// <summary>A checkpoint of this step is durable: batches up to it will never be asked for again.</summary>
    Task CommitAsync(int epoch, int step, CancellationToken cancellationToken);
}
