using System.Runtime.InteropServices;
using System.Text.Json;
using Rollouts.Core.Training;
using Rollouts.Inference.Model;
using Rollouts.Inference.Tests.Model;
using Rollouts.Trainer.Optimization;

namespace Rollouts.Trainer.Tests.Optimization;

/// <summary>The losses of the reference implementation after each of its optimizer steps, for every model folder there is.</summary>
public sealed class GoldenTrainingTests
{
    // Rounding grows from step to step, each direction being a quotient of small numbers; leaving the decay of the norms out would
    // already show.
    private const double Tolerance = 2e-5;

    public static IEnumerable<TheoryDataRow<string>> Families() => GoldenModel.Families();

    [Theory, MemberData(nameof(Families))]
    public void Losses_after_optimizer_steps_are_those_of_the_reference(string family)
    {
        var golden = GoldenModel.Load(family);
        var options = golden.Section("adamw");
        using var decoder = new Decoder(golden.Weights);
        var optimizer = new AdamW(decoder.Layout.Length);
        Assert.Equal(options.GetProperty("loss_before").GetDouble(), Loss(golden, decoder), Tolerance);
        foreach (var expected in options.GetProperty("losses_after_steps_1_2_3").Deserialize<double[]>()!)
        {
            Update(decoder, optimizer, options);
            Assert.Equal(expected, Loss(golden, decoder), Tolerance);
        }
    }

    // The reference decays every tensor, those of one dimension as well.
    private static void Update(Decoder decoder, AdamW optimizer, JsonElement options)
    {
        var gradients = MemoryMarshal.Cast<byte, float>(decoder.Gradients.bytes);
        var betas = options.GetProperty("betas").Deserialize<double[]>()!;
        var settings = new OptimizerOptions
        {
            Beta1 = betas[0], Beta2 = betas[1], Epsilon = options.GetProperty("eps").GetDouble(), WeightDecay = options.GetProperty("weight_decay").GetDouble(),
        };
        optimizer.Update(
            MemoryMarshal.Cast<byte, float>(decoder.Values.bytes), gradients, gradients.Length, settings, options.GetProperty("lr").GetDouble(),
            GradientNorm.ClipScale(GradientNorm.Of(gradients), options.GetProperty("clip").GetDouble()));
    }

    // Leaves its gradient in the decoder.
    private static double Loss(GoldenModel golden, Decoder decoder)
    {
        using var scope = NewDisposeScope();
        decoder.ClearGradients();
        var (batch, places, targets) = golden.Pack();
        var mask = golden.LossMask;
        var loss = decoder.Score(decoder.Forward(batch), places, targets).LogProbabilities.mul(tensor(mask)).sum().div(-mask.Sum());
        loss.backward();
        return loss.item<float>();
    }
}
