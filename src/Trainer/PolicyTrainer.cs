using System.Runtime.InteropServices;
using Rollouts.Core.Experience;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Rollouts.Core.Training;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;
using Rollouts.Trainer.Losses;
using Rollouts.Trainer.Metrics;
using Rollouts.Trainer.Optimization;
using Rollouts.Trainer.Packing;

namespace Rollouts.Trainer;

/// <summary>Weights that learn: one optimizer step from a batch of rollouts, or from worked examples.</summary>
/// <remarks>Not thread-safe: create it and use it on one thread, since torch's scopes belong to a thread. With the same thread count the
/// same batches give the same weights, bit for bit. Previous: <see cref="TrainingBatch"/>. Next: <see cref="StepReport"/>.</remarks>
public sealed class PolicyTrainer : IDisposable
{
    private const int StepsBetweenTrims = 20;

    private readonly RunSpecification specification;
    private readonly TokenDistribution distribution;
    private readonly Decoder decoder;
    private AdamW optimizer;
    private Decoder? reference;

    /// <summary>A trainer at the beginning of its warm start.</summary>
    /// <param name="initial">The weights to begin with; copied.</param>
    /// <param name="specification">What the run does.</param>
    /// <param name="distribution">What the rollouts are drawn from.</param>
    public PolicyTrainer(WeightSet initial, RunSpecification specification, TokenDistribution distribution)
    {
        (this.specification, this.distribution) = (specification, distribution);
        decoder = new(initial);
        optimizer = new(initial.Layout.Length);
    }

    /// <summary>Where it stands.</summary>
    public RunPhase Phase { get; private set; } = RunPhase.WarmStart;

    /// <summary>Steps done in <see cref="Phase"/>.</summary>
    public int StepCount { get; private set; }

    /// <summary>A copy of the weights.</summary>
    public WeightSet Weights => decoder.Read();

    /// <summary>Ends the warm start: the optimizer begins anew, and the policy of this moment becomes the reference.</summary>
    public void BeginTraining()
    {
        (Phase, StepCount, optimizer) = (RunPhase.Training, 0, new(decoder.Layout.Length));
        if (specification.Loss.Kl != KlEstimator.None)
            Freeze(decoder.Read());
    }

    /// <summary>One optimizer step (or <see cref="OptimizerOptions.PassesPerBatch"/> of them) on a batch.</summary>
    /// <param name="batch">The batch of the next step.</param>
    /// <exception cref="TrainingDivergedException">A loss or gradient is not finite; the weights are as before this update.</exception>
    public StepReport Step(TrainingBatch batch)
    {
        RequireNext(RunPhase.Training, batch.Step);
        var metrics = BatchStatistics.Of(batch, specification.Hint);
        var share = LearningRate.Share(specification.Optimizer, batch.Step, specification.Steps);
        var loss = new StepLoss(decoder, reference, specification.Loss, distribution, share);
        var batches = MicroBatches(BatchPlan.RowsOf(batch, specification, decoder.Config), specification.Optimizer);
        for (var pass = 0; pass < specification.Optimizer.PassesPerBatch; pass++)
        {
            var sums = loss.Accumulate(batches, batch.Step);
            Update(specification.Optimizer, specification.Optimizer.LearningRate * share, batch.Step, metrics);
            if (pass == 0) sums.WriteTo(metrics);
        }

        return Done(batch.Step, metrics);
    }

    /// <summary>One supervised step: the mean negative log-likelihood of the answers' tokens.</summary>
    /// <param name="step">1-based step of the warm start.</param>
    /// <param name="examples">At least one.</param>
    /// <exception cref="TrainingDivergedException">See <see cref="Step"/>.</exception>
    public StepReport WarmStartStep(int step, IReadOnlyList<WarmStartExample> examples)
    {
        RequireNext(RunPhase.WarmStart, step);
        var options = specification.WarmStart.Optimizer;
        double weight = 1.0 / examples.Sum(example => example.AnswerIds.Length);
        var rows = examples.Select(example => new TrainingRow([.. example.PromptIds, .. example.AnswerIds], example.AnswerIds.Length, weight, []));
        var metrics = new Dictionary<string, double>();
        StepLoss.Imitation(decoder, distribution).Accumulate(MicroBatches(rows, options), step).WriteTo(metrics);
        Update(options, LearningRate.At(options, step, specification.WarmStart.Steps), step, metrics);
        return Done(step, metrics);
    }

    /// <summary>All it remembers, copied.</summary>
    public TrainingState Save() => new(
        Phase, StepCount, optimizer.UpdateCount, decoder.Read().Values, [.. optimizer.First], [.. optimizer.Second], reference?.Read().Values);

    /// <summary>Goes on from a state.</summary>
    /// <exception cref="ArgumentException">It is of another model.</exception>
    public void Restore(TrainingState state)
    {
        var restored = new AdamW(decoder.Layout.Length) { UpdateCount = state.UpdateCount };
        Copy(state.FirstMoments, restored.First);
        Copy(state.SecondMoments, restored.Second);
        decoder.Write(Filled(state.Values));
        (Phase, StepCount, optimizer) = (state.Phase, state.Step, restored);
        if (state.Reference is not null)
            Freeze(Filled(state.Reference));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        reference?.Dispose();
        decoder.Dispose();
    }

    private static List<MicroBatch> MicroBatches(IEnumerable<TrainingRow> rows, OptimizerOptions options) =>
        [.. BatchPlan.MicroBatches(rows, options.MicroBatchTokens).Select(part => new MicroBatch(part))];

    private void Update(OptimizerOptions options, double rate, int step, Dictionary<string, double> metrics)
    {
        var gradients = MemoryMarshal.Cast<byte, float>(decoder.Gradients.bytes);
        var norm = GradientNorm.Of(gradients);
        if (!double.IsFinite(norm))
            throw NotFinite.Gradient(decoder.Layout, gradients, step);
        optimizer.Update(
            MemoryMarshal.Cast<byte, float>(decoder.Values.bytes), gradients, decoder.Layout.MatrixLength, options, rate,
            GradientNorm.ClipScale(norm, options.GradientClip));
        metrics[MetricNames.GradientNorm] = norm;
        metrics["optim/lr"] = rate;
    }

    private StepReport Done(int step, Dictionary<string, double> metrics)
    {
        StepCount = step;
        if (step % StepsBetweenTrims == 0)
            HostMemory.Trim();
        return new(step, metrics);
    }

    private void RequireNext(RunPhase phase, int step)
    {
        if (Phase != phase || step != StepCount + 1)
            throw new InvalidOperationException($"After step {StepCount} of {Phase}, step {step} of {phase} can't follow.");
    }

    private void Freeze(WeightSet weights)
    {
        reference?.Dispose();
        reference = new(weights);
    }

    private WeightSet Filled(float[] values)
    {
        var weights = new WeightSet(decoder.Config);
        Copy(values, weights.Values);
        return weights;
    }

    private static void Copy(float[] from, float[] to)
    {
        if (from.Length != to.Length)
            throw new ArgumentException($"The state has {from.Length} numbers where the model has {to.Length}.");
        from.CopyTo(to, 0);
    }
}
