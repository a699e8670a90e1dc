using Rollouts.Core.Experience;
using Rollouts.Core.Runs;
using Rollouts.Core.Training;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;
using Rollouts.Trainer.Tests.Fixtures;

namespace Rollouts.Trainer.Tests;

public sealed class PolicyTrainerTests
{
    // Weights are float32 and sums are cut differently: a few units in the last place of an update of 1e-2.
    private const float Rounding = 2e-5f;

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void Micro_batches_of_any_size_give_the_same_weights(int tokens)
    {
        using var whole = TinyPolicy.Training();
        using var cut = TinyPolicy.Training(With(options => options with { MicroBatchTokens = tokens }));
        var (expected, actual) = (whole.Step(TinyPolicy.Batch(1)), cut.Step(TinyPolicy.Batch(1)));
        Assert.Equal(expected.Metrics["loss/total"], actual.Metrics["loss/total"], 1e-6);
        Assert.Equal(expected.Metrics["optim/grad_norm"], actual.Metrics["optim/grad_norm"], 1e-6);
        Assert.All(whole.Weights.Values.Zip(cut.Weights.Values), pair => Assert.Equal(pair.First, pair.Second, Rounding));
    }

    [Fact]
    public void The_same_batches_give_the_same_weights_bit_for_bit()
    {
        using var first = TinyPolicy.Training();
        using var second = TinyPolicy.Training();
        for (var step = 1; step <= 3; step++)
        {
            first.Step(TinyPolicy.Batch(step));
            second.Step(TinyPolicy.Batch(step));
        }

        Assert.Equal(first.Weights.Values, second.Weights.Values);
    }

    [Fact]
    public void A_restored_trainer_goes_on_bit_for_bit()
    {
        var specification = TinyPolicy.Specification with { Loss = TinyPolicy.Specification.Loss with { Kl = KlEstimator.K3 } };
        using var uninterrupted = TinyPolicy.Training(specification);
        uninterrupted.Step(TinyPolicy.Batch(1));
        using var resumed = new PolicyTrainer(TinyPolicy.Weights(7), specification, TinyPolicy.Distribution);
        resumed.Restore(uninterrupted.Save());
        var (expected, actual) = (uninterrupted.Step(TinyPolicy.Batch(2)), resumed.Step(TinyPolicy.Batch(2)));
        Assert.Equal(expected.Metrics, actual.Metrics);
        Assert.Equal(uninterrupted.Weights.Values, resumed.Weights.Values);
    }

    [Fact]
    public void A_loss_that_is_not_a_number_leaves_the_weights_alone()
    {
        var broken = TinyPolicy.Weights();
        broken.Values[^1] = float.NaN;
        using var trainer = TinyPolicy.Training(weights: broken);
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Step(TinyPolicy.Batch(1)));
        Assert.Contains("step 1", error.Message, StringComparison.Ordinal);
        Assert.Equal(broken.Values, trainer.Weights.Values);
        Assert.Equal(0, trainer.StepCount);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_names_its_tensor()
    {
        var (layout, gradients) = (TinyPolicy.Weights().Layout, new float[TinyPolicy.Weights().Layout.Length]);
        var entry = layout.Entries[3];
        gradients[entry.Offset + 1] = float.PositiveInfinity;
        var message = NotFinite.Gradient(layout, gradients, 12).Message;
        Assert.Contains(entry.Name, message, StringComparison.Ordinal);
        Assert.Contains("step 12", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rollouts_without_advantage_cost_nothing_and_still_count()
    {
        var specification = TinyPolicy.Specification;
        using var skipping = TinyPolicy.Training(specification);
        using var computing = TinyPolicy.Training(specification with { Loss = specification.Loss with { EntropyCoefficient = 1e-30 } });
        var batch = Muted(TinyPolicy.Batch(1));
        var (expected, actual) = (computing.Step(batch), skipping.Step(batch));
        Assert.Equal(expected.Metrics["optim/grad_norm"], actual.Metrics["optim/grad_norm"], 1e-6);
        Assert.All(computing.Weights.Values.Zip(skipping.Weights.Values), pair => Assert.Equal(pair.First, pair.Second, Rounding));
    }

    [Fact]
    public void Rollouts_of_the_same_weights_have_no_age_and_show_the_mismatch()
    {
        using var trainer = TinyPolicy.Training();
        var metrics = trainer.Step(TinyPolicy.Batch(1)).Metrics;
        Assert.Equal(0, metrics["staleness/max"]);
        Assert.InRange(metrics["mismatch/logprob_diff_max"], 1e-3, 2);
        Assert.All(metrics.Values, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void The_surprise_is_what_the_tokens_cost_beyond_the_entropy()
    {
        using var trainer = TinyPolicy.Training();
        Assert.Equal(Surprise(TinyPolicy.Batch(1)), trainer.Step(TinyPolicy.Batch(1)).Metrics["mismatch/surprise"], 1e-5);
    }

    [Fact]
    public void A_recomputed_old_policy_begins_at_ratio_one()
    {
        var loss = TinyPolicy.Specification.Loss with { Old = OldPolicy.Recomputed };
        using var trainer = TinyPolicy.Training(TinyPolicy.Specification with { Loss = loss });
        var metrics = trainer.Step(TinyPolicy.Batch(1)).Metrics;
        Assert.Equal(1, metrics["is_ratio/min"]);
        Assert.Equal(1, metrics["is_ratio/max"]);
    }

    [Fact]
    public void Several_passes_move_further_than_one()
    {
        using var once = TinyPolicy.Training();
        using var twice = TinyPolicy.Training(With(options => options with { PassesPerBatch = 2 }));
        once.Step(TinyPolicy.Batch(1));
        twice.Step(TinyPolicy.Batch(1));
        Assert.True(Distance(twice) > 1.2 * Distance(once));
    }

    [Fact]
    public void The_warm_start_learns_its_examples()
    {
        using var trainer = new PolicyTrainer(TinyPolicy.Weights(), TinyPolicy.Specification with { WarmStart = new() { Steps = 40, Optimizer = new() { LearningRate = 1e-2 } } }, TinyPolicy.Distribution);
        var losses = Enumerable.Range(1, 40).Select(step => trainer.WarmStartStep(step, TinyPolicy.Examples(1)).Metrics["loss/total"]).ToArray();
        Assert.True(losses[^1] < losses[0] / 2, $"From {losses[0]} to {losses[^1]}.");
    }

    [Fact]
    public void What_wrong_answers_lose_does_not_gather_at_an_id_that_is_never_drawn()
    {
        using var trainer = TinyPolicy.Training(With(options => options with { WeightDecay = 0 }));
        var before = PaddingRow(trainer);
        trainer.Step(TinyPolicy.Batch(1));
        Assert.Equal(before, PaddingRow(trainer));

        static float[] PaddingRow(PolicyTrainer trainer)
        {
            var weights = trainer.Weights;
            return weights.Of(weights.Layout.Entries.Single(entry => entry.Name == WeightNames.Embedding))[..TinyPolicy.Config.Hidden].ToArray();
        }
    }

    [Fact]
    public void The_divergence_from_the_reference_is_zero_at_first_and_then_grows()
    {
        using var trainer = TinyPolicy.Training(TinyPolicy.Specification with { Loss = TinyPolicy.Specification.Loss with { Kl = KlEstimator.K3 } });
        Assert.Equal(0, trainer.Step(TinyPolicy.Batch(1)).Metrics["kl"], 1e-9);
        Assert.True(trainer.Step(TinyPolicy.Batch(2)).Metrics["kl"] > 1e-5);
    }

    [Fact]
    public void A_step_out_of_order_is_refused()
    {
        using var trainer = TinyPolicy.Training();
        Assert.Throws<InvalidOperationException>(() => trainer.Step(TinyPolicy.Batch(2)));
    }

    private static RunSpecification With(Func<OptimizerOptions, OptimizerOptions> change) =>
        TinyPolicy.Specification with { Optimizer = change(TinyPolicy.Specification.Optimizer) };

    private static double Distance(PolicyTrainer trainer) =>
        Math.Sqrt(trainer.Weights.Values.Zip(TinyPolicy.Weights().Values).Sum(pair => Math.Pow(pair.First - pair.Second, 2)));

    // Rollout by rollout, without packing; all of the batch's have an advantage and are of the step's own weights.
    private static double Surprise(TrainingBatch batch)
    {
        using var scope = torch.NewDisposeScope();
        using var decoder = new Decoder(TinyPolicy.Weights());
        var (sum, count) = (0.0, 0);
        foreach (var (prefix, ids) in from @group in batch.Groups from round in @group.Rounds from rollout in round.Rollouts select ((int[])[.. @group.PromptIds, .. round.HintIds], rollout.TokenIds))
        {
            var scores = decoder.Score(
                decoder.Forward(PackedBatch.OfRows([[.. prefix, .. ids]])), [.. Enumerable.Range(prefix.Length - 1, ids.Length)], ids, TinyPolicy.Distribution);
            sum -= (scores.LogProbabilities + scores.Entropies).sum().item<float>();
            count += ids.Length;
        }

        return sum / count;
    }

    private static TrainingBatch Muted(TrainingBatch batch) => batch with
    {
        Groups = [.. batch.Groups.Select((group, i) => i == 0 ? group : group with
        {
            Rounds = [.. group.Rounds.Select(round => round with { Rollouts = [.. round.Rollouts.Select(rollout => rollout with { Advantage = 0 })] })],
        })],
    };
}
