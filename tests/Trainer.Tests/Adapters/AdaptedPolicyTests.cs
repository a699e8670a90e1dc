using Rollouts.Core.Training;
using Rollouts.Inference.Loading.Adapters;
using Rollouts.Inference.Model;
using Rollouts.Trainer.Adapters;
using Rollouts.Trainer.Optimization;
using Rollouts.Trainer.Tests.Fixtures;

namespace Rollouts.Trainer.Tests.Adapters;

public sealed class AdaptedPolicyTests
{
    private static readonly AdapterConfig Config = new() { Rank = 3, Alpha = 6, IsRankStabilized = true, Targets = new("all-linear") };

    private static readonly int[] Row = [3, 1, 4, 1, 5, 9, 2, 6];

    [Fact]
    public void Gradients_are_the_differences_of_the_loss()
    {
        const float step = 1e-2f;
        var adapter = Random();
        using var policy = new AdaptedPolicy(TinyPolicy.Weights(), adapter);
        Backward(policy);
        for (var i = 0; i < adapter.Values.Length; i += 41)
        {
            var value = adapter.Values[i];
            var (up, down) = (LossAt(policy, i, value + step), LossAt(policy, i, value - step));
            LossAt(policy, i, value);
            // Float32 losses of order 3, and the third derivative.
            Assert.Equal((up - down) / (2 * step), policy.Gradients[i], 1e-3);
        }

        Assert.Contains(policy.Gradients, gradient => Math.Abs(gradient) > 2e-2);
    }

    [Fact]
    public void Learning_lowers_the_loss_and_leaves_the_model_alone()
    {
        var (weights, adapter) = (TinyPolicy.Weights(), Random());
        using var policy = new AdaptedPolicy(weights, adapter);
        var optimizer = new AdamW(adapter.Values.Length);
        var first = Backward(policy);
        for (var step = 0; step < 80; step++)
        {
            optimizer.Update(adapter.Values, policy.Gradients, adapter.Values.Length, new OptimizerOptions(), 2e-2, 1);
            policy.Merge();
            Backward(policy);
        }

        Assert.True(Backward(policy) < first / 2);
        Assert.Equal(TinyPolicy.Weights().Values, weights.Values);
    }

    [Fact]
    public void An_adapter_of_zeros_changes_nothing()
    {
        using var policy = new AdaptedPolicy(TinyPolicy.Weights(), new Adapter(Config, TinyPolicy.Config));
        Assert.Equal(TinyPolicy.Weights().Values, policy.Decoder.Read().Values);
    }

    private static Adapter Random()
    {
        var (adapter, random) = (new Adapter(Config, TinyPolicy.Config), new Random(5));
        foreach (ref var value in adapter.Values.AsSpan()) value = (float)(random.NextDouble() - 0.5) * 0.4f;
        return adapter;
    }

    private static double LossAt(AdaptedPolicy policy, int index, float value)
    {
        policy.Adapter.Values[index] = value;
        policy.Merge();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return Loss(policy).item<float>();
    }

    private static double Backward(AdaptedPolicy policy)
    {
        using var scope = NewDisposeScope();
        policy.Decoder.ClearGradients();
        var loss = Loss(policy);
        loss.backward();
        policy.CollectGradients();
        return loss.item<float>();
    }

    private static Tensor Loss(AdaptedPolicy policy)
    {
        var batch = PackedBatch.OfTrees([[new(Row[..3]), new(Row[3..], 0), new(Row[2..6], 0)]]);
        int[] places = [.. batch.PlacesBefore(0, 1), .. batch.PlacesBefore(0, 2)];
        return policy.Decoder.Score(policy.Decoder.Forward(batch), places, [.. Row[3..], .. Row[2..6]]).LogProbabilities.mean().neg();
    }
}
