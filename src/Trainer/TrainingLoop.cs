using Rollouts.Core.Advantages;
using Rollouts.Core.Experience;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Rollouts.Core.Tokenization;
using Rollouts.Core.Training;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;
using Rollouts.Trainer.Checkpoints;
using Rollouts.Trainer.Publishing;

namespace Rollouts.Trainer;

/// <summary>The life of a policy: warm start, then reserve, step, report, checkpoint, publish, commit, until the last step.</summary>
/// <remarks>
/// <para>It runs on one thread from beginning to end, since torch's scopes belong to a thread; it waits for every answer of the feed
/// there. What is done after a checkpoint is done again, with the same result, when the loop goes on from that checkpoint.</para>
/// <code>
///  waits for                     until
///  the batch of a step           it is complete, or the run was stopped (then the loop ends)
///  report, publish, commit       they are durable; StaleEpochException ends the loop
/// </code>
/// </remarks>
public sealed class TrainingLoop
{
    private readonly RunFolder folder;
    private readonly RunSpecification specification;
    private readonly WeightSet initial;
    private readonly ITokenizer tokenizer;
    private readonly SupervisedExamples examples;
    private readonly ITrainingFeed feed;
    private readonly CheckpointStore checkpoints;
    private readonly WeightPublisher publisher;

    /// <summary>A loop that has not begun.</summary>
    /// <param name="folder">Where checkpoints, weights and rollouts go.</param>
    /// <param name="specification">What the run does.</param>
    /// <param name="initial">The weights to begin with where there is no checkpoint.</param>
    /// <param name="tokenizer">The policy's alphabet.</param>
    /// <param name="examples">What the warm start imitates.</param>
    /// <param name="feed">The rest of the system.</param>
    public TrainingLoop(
        RunFolder folder, RunSpecification specification, WeightSet initial, ITokenizer tokenizer, SupervisedExamples examples,
        ITrainingFeed feed)
    {
        (this.folder, this.specification, this.initial, this.tokenizer) = (folder, specification, initial, tokenizer);
        (this.examples, this.feed) = (examples, feed);
        checkpoints = new(folder.Checkpoints, specification, initial.Layout.Length);
        publisher = new(folder.Weights, tokenizer, specification.Model.Path);
    }

    /// <summary>Runs to the last step, or until the run is stopped.</summary>
    /// <exception cref="StaleEpochException">Another trainer has taken over.</exception>
    /// <exception cref="TrainingDivergedException">A loss or gradient is not finite.</exception>
    /// <exception cref="IOException">A checkpoint or weights can't be written.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        TorchThreads.Set(specification.Threads);
        using var trainer = Resume(out var refused);
        var epoch = Wait(feed.BeginAsync(trainer.Phase == RunPhase.Training ? trainer.StepCount : 0, cancellationToken));
        foreach (var reason in refused)
            Wait(feed.ReportAlarmAsync(epoch, $"{reason} The one before it is used, and the steps since are made again.", cancellationToken));
        WarmStart(trainer, epoch, cancellationToken);
        Publish(trainer, epoch, cancellationToken);
        for (var step = trainer.StepCount + 1; step <= specification.Steps; step++)
        {
            if (Wait(feed.ReserveAsync(epoch, step, cancellationToken)) is not { } batch)
                return;
            var report = trainer.Step(batch);
            Record(batch);
            // Before the checkpoint: a step that a resumed run does not do again has been told of.
            Wait(feed.ReportAsync(epoch, report, cancellationToken));
            var isCheckpoint = step % specification.Checkpoint.Every == 0 || step == specification.Steps;
            if (isCheckpoint)
                checkpoints.Save(trainer.Save(), epoch);
            Publish(trainer, epoch, cancellationToken);
            if (isCheckpoint)
                Wait(feed.CommitAsync(epoch, step, cancellationToken));
        }
    }

    private PolicyTrainer Resume(out IReadOnlyList<string> refused)
    {
        var trainer = new PolicyTrainer(initial, specification, TokenDistribution.Of(tokenizer, specification.Sampling));
        if (checkpoints.Newest(out refused) is { } state)
            trainer.Restore(state);
        return trainer;
    }

    private void WarmStart(PolicyTrainer trainer, int epoch, CancellationToken cancellationToken)
    {
        if (trainer.Phase == RunPhase.Training)
            return;
        for (var step = trainer.StepCount + 1; step <= specification.WarmStart.Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var report = trainer.WarmStartStep(step, ExamplesOf(step));
            if (step % specification.Checkpoint.Every == 0)
                checkpoints.Save(trainer.Save(), epoch);
            Wait(feed.ReportWarmStartAsync(epoch, report, cancellationToken));
        }

        trainer.BeginTraining();
        checkpoints.Save(trainer.Save(), epoch);
    }

    private WarmStartExample[] ExamplesOf(int step)
    {
        long first = (step - 1L) * specification.WarmStart.ExamplesPerStep;
        return [.. Enumerable.Range(0, specification.WarmStart.ExamplesPerStep).Select(i => Encode(examples.At(first + i)))];
    }

    private WarmStartExample Encode(SupervisedExample example) =>
        new(tokenizer.EncodePrompt(example.Prompt), [.. tokenizer.Encode(example.Answer), tokenizer.EndId]);

    /// <summary>Announces the version that the last step made, if any batch is drawn by it. Repeating it changes nothing.</summary>
    private void Publish(PolicyTrainer trainer, int epoch, CancellationToken cancellationToken)
    {
        if (OffPolicySchedule.IsPublished(specification.Schedule, trainer.StepCount, specification.Steps))
            Wait(feed.PublishAsync(publisher.Write(trainer.Weights, trainer.StepCount, epoch), cancellationToken));
    }

    private void Record(TrainingBatch batch)
    {
        var path = folder.RolloutsOf(batch.Step);
        Directory.CreateDirectory(folder.Rollouts);
        File.WriteAllBytes(path + ".writing", CreditedGroupFormat.Pack(batch.Groups));
        File.Move(path + ".writing", path, overwrite: true);
    }

    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
