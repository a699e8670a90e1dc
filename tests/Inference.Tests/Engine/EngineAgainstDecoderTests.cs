using Rollouts.Core.Rollouts;
using Rollouts.Inference.Engine;
using Rollouts.Inference.Model;

namespace Rollouts.Inference.Tests.Engine;

/// <summary>What draws and what is trained are the same model.</summary>
public sealed class EngineAgainstDecoderTests
{
    // Two sums of the same float products in different orders, relative to a nat; ten times less than a run may ever report.
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData("usual", 0)]
    [InlineData("usual", 4)]
    [InlineData("odd", 0)]
    [InlineData("windowed", 0)]
    [InlineData("mixed", 0)]
    public async Task Log_probabilities_are_those_that_the_trainer_sees(string model, int topK)
    {
        var config = SmallModels.Named(model);
        var weights = SmallModels.RandomWeights(config, seed: 21);
        int[] forbidden = [0, 5];
        await using var engine = await SmallModels.StartAsync(weights, new EngineOptions { Threads = 2, ForbiddenTokenIds = forbidden });
        var prefix = SmallModels.RandomTokens(config, 19, seed: 3);
        var request = SmallModels.Request(prefix, [.. Enumerable.Range(0, 16).Select(i => (ulong)i)], new SamplingOptions { MaximumTokens = 40, Temperature = 0.8, TopK = topK });

        var rollouts = await engine.GenerateAsync(request, TestContext.Current.CancellationToken);

        using var decoder = new Decoder(weights);
        foreach (var rollout in rollouts)
        {
            foreach (var (expected, actual) in Score(decoder, prefix, rollout.TokenIds, new(0.8, [.. forbidden])).Zip(rollout.ModelLogProbabilities))
                Assert.Equal(expected, actual, Tolerance * Math.Max(1, Math.Abs(expected)));
            foreach (var (whole, cut) in rollout.ModelLogProbabilities.Zip(rollout.SampledLogProbabilities))
                Assert.True(topK == 0 ? whole == cut : whole < cut);
        }
    }

    private static float[] Score(Decoder decoder, int[] prefix, int[] tokens, TokenDistribution distribution)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var mode = TorchSharp.torch.no_grad();
        var places = Enumerable.Range(prefix.Length - 1, tokens.Length).ToArray();
        var hidden = decoder.Forward(PackedBatch.OfRows([[.. prefix, .. tokens]]));
        return decoder.Score(hidden, places, tokens, distribution).LogProbabilities.data<float>().ToArray();
    }
}
