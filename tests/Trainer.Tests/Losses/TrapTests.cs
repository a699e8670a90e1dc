using Rollouts.Core.Training;
using Rollouts.Trainer.Losses;

namespace Rollouts.Trainer.Tests.Losses;

/// <summary>Mistakes that published implementations made.</summary>
public sealed class TrapTests
{
    private static readonly double[] Advantages = [0.5, -0.5, -0.5, 0.5];

    [Theory]
    [InlineData(LossAggregation.TokenMean)]
    [InlineData(LossAggregation.SequenceMeanTokenMean)]
    [InlineData(LossAggregation.SequenceMeanTokenSum)]
    [InlineData(LossAggregation.TokenSumOverLimit)]
    public void Unequal_micro_batches_add_up_to_the_whole_batch(LossAggregation aggregation)
    {
        var options = LossRecipes.Named("rec-one-side-is").Loss with { Aggregation = aggregation };
        var whole = LossCase.Worked(Advantages);
        var weights = TokenWeights.Of(aggregation, whole.Lengths, whole.Limit);
        var sum = 0.0;
        foreach (var part in new[] { 0..1, 1..4 })
        {
            using var scope = NewDisposeScope();
            var tokens = (whole with
            {
                Current = whole.Current[part], Old = whole.Old[part], Reference = whole.Reference![part], Advantages = Advantages[part],
            }).Tokens(options, ScalarType.Float64);
            var shares = weights[part].Zip(whole.Lengths[part], Enumerable.Repeat).SelectMany(share => share).ToArray();
            sum += PolicyLoss.Compute(tokens with { Weights = tensor(shares) }, options).Total.item<double>();
        }

        Assert.Equal(whole.Evaluate(options).Loss, sum, 1e-12);
    }

    [Fact]
    public void Clipped_tokens_stay_in_the_denominator()
    {
        var (_, gradient, clipped, _) = LossCase.Worked(Advantages).Evaluate(LossRecipes.Named("rec-one-side-no-is").Loss);
        Assert.Equal(0.4, clipped, 1e-12);
        Assert.Equal(0.05, gradient.Max(Math.Abs), 1e-12);
    }

    [Fact]
    public void A_group_of_one_without_advantage_gives_no_gradient()
    {
        var single = new LossCase([[-0.5, -0.7]], [[-0.6, -0.6]], [0]);
        var (loss, gradient, _, _) = single.Evaluate(LossRecipes.Named("grpo").Loss);
        Assert.Equal(0, loss);
        Assert.All(gradient, entry => Assert.Equal(0, entry));
    }

    [Fact]
    public void The_soft_gate_is_differentiated_through_not_detached()
    {
        var agreeing = new LossCase([[-0.5]], [[-0.5]], [1]);
        var (_, gradient, _, _) = agreeing.Evaluate(LossRecipes.Named("sapo").Loss);
        Assert.Equal(-1, gradient[0], 1e-12);
    }

    [Fact]
    public void A_rollouts_gradient_does_not_depend_on_its_neighbours()
    {
        var options = LossRecipes.Named("gspo").Loss with { ClipLow = 0.9, ClipHigh = 9 };
        var both = new LossCase([[-0.5, -0.7], [-0.2]], [[-0.6, -0.6], [-0.3]], [1, -1]).Evaluate(options).Gradient;
        var alone = new LossCase([[-0.5, -0.7]], [[-0.6, -0.6]], [1]).Evaluate(options).Gradient;
        PolicyLossOracleTests.Near([.. alone.Select(entry => entry / 2)], both[..2], 1e-12);
    }

    [Fact]
    public void An_empty_hint_costs_nothing()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(0.0, HintLoss.Compute(zeros(0, ScalarType.Float64), zeros(0, ScalarType.Float64)).item<double>());
        Assert.All(TokenWeights.Of(LossAggregation.SequenceMeanTokenMean, [0, 0], 1), weight => Assert.True(double.IsFinite(weight)));
    }

    [Fact]
    public void A_hint_costs_its_mean_negative_log_likelihood_averaged_over_rollouts()
    {
        using var scope = NewDisposeScope();
        var weights = TokenWeights.Of(LossAggregation.SequenceMeanTokenMean, [2, 0], 1);
        var loss = HintLoss.Compute(tensor(new[] { -1.0, -3.0 }), tensor(new[] { weights[0], weights[0] }));
        Assert.Equal(1.0, loss.item<double>(), 1e-12);
    }

    [Theory]
    [InlineData(KlEstimator.K1, false)]
    [InlineData(KlEstimator.K2, true)]
    [InlineData(KlEstimator.K3, false)]
    public void Only_k2_has_the_divergences_expected_gradient_on_policy(KlEstimator estimator, bool right)
    {
        var expected = ExpectedGradient(estimator);
        if (estimator == KlEstimator.K1)
            Assert.All(expected, entry => Assert.Equal(0, entry, 1e-12));
        Assert.Equal(right, TrueGradient().Zip(expected).All(pair => Math.Abs(pair.First - pair.Second) < 1e-9));
    }

    private static readonly double[] Logits = [0.3, -0.8, 1.1, 0.2];
    private static readonly double[] ReferenceLogits = [0.1, 0.4, 0.6, -0.9];

    /// <summary>Σ_v π(v)·∇estimate(v) by the logits: what sampling on-policy would average to.</summary>
    private static double[] ExpectedGradient(KlEstimator estimator)
    {
        using var scope = NewDisposeScope();
        var logits = tensor(Logits, requires_grad: true);
        var current = logits.log_softmax(0);
        var estimate = ReferenceDivergence.Of(estimator, current, tensor(ReferenceLogits).log_softmax(0));
        (estimate * current.detach().exp()).sum().backward();
        return [.. logits.grad!.data<double>()];
    }

    private static double[] TrueGradient()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(Logits, requires_grad: true);
        var current = logits.log_softmax(0);
        (current.exp() * (current - tensor(ReferenceLogits).log_softmax(0))).sum().backward();
        return [.. logits.grad!.data<double>()];
    }
}
