using Rollouts.Core.Rollouts;
using Rollouts.Inference.Engine;
using Rollouts.Inference.Model;

namespace Rollouts.Inference.Tests.Engine;

public sealed class EngineCorrectnessTests
{
    // Float against double, over three layers: sums of some hundred products, each rounded to 6e-8 of its size.
    private const double Tolerance = 1e-5;

    public static TheoryData<string, int, int> Cases => new()
    {
        { "usual", 1, 1 }, { "usual", 5, 1 }, { "usual", 16, 1 }, { "usual", 33, 2 }, { "odd", 1, 1 }, { "odd", 16, 2 }, { "odd", 40, 1 },
        { "windowed", 1, 1 }, { "windowed", 16, 1 }, { "windowed", 50, 2 }, { "mixed", 3, 1 }, { "mixed", 31, 2 }, { "mixed", 64, 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Cached_log_probabilities_are_those_of_a_decoder_without_cache_in_double(string model, int prefixLength, int threads)
    {
        var config = SmallModels.Named(model);
        var weights = SmallModels.RandomWeights(config, seed: 7);
        await using var engine = await SmallModels.StartAsync(weights, new EngineOptions { Threads = threads });
        var prefix = SmallModels.RandomTokens(config, prefixLength, seed: prefixLength);
        var request = SmallModels.Request(prefix, [1, 2, 3], new SamplingOptions { MaximumTokens = 24 });

        var rollouts = await engine.GenerateAsync(request, TestContext.Current.CancellationToken);

        foreach (var rollout in rollouts) AssertAgrees(new PlainDecoder(weights), prefix, rollout);
    }

    [Theory]
    [InlineData("usual")]
    [InlineData("windowed")]
    public async Task A_prefix_computed_in_small_pieces_is_the_same_to_the_bit(string model)
    {
        var weights = SmallModels.RandomWeights(SmallModels.Named(model), seed: 8);
        var request = SmallModels.Request(SmallModels.RandomTokens(SmallModels.Usual, 50, seed: 1), [4, 5], new SamplingOptions { MaximumTokens = 30 });
        await using var whole = await SmallModels.StartAsync(weights);
        await using var pieces = await SmallModels.StartAsync(weights, new EngineOptions { Threads = 2, PrefixTokensPerStep = 7 });

        var expected = await whole.GenerateAsync(request, TestContext.Current.CancellationToken);
        var actual = await pieces.GenerateAsync(request, TestContext.Current.CancellationToken);

        RolloutAssert.Same(expected, actual);
    }

    [Theory]
    [InlineData("usual")]
    [InlineData("windowed")]
    public async Task A_remembered_prefix_gives_the_same_rollouts_to_the_bit(string model)
    {
        var weights = SmallModels.RandomWeights(SmallModels.Named(model), seed: 9);
        await using var engine = await SmallModels.StartAsync(weights);
        var prefix = SmallModels.RandomTokens(SmallModels.Usual, 64, seed: 2);
        var request = SmallModels.Request(prefix, [6, 7], new SamplingOptions { MaximumTokens = 20 });
        var longer = SmallModels.Request([.. prefix, 3, 1, 4], [8], new SamplingOptions { MaximumTokens = 20 });

        var first = await engine.GenerateAsync(request, TestContext.Current.CancellationToken);
        var second = await engine.GenerateAsync(request, TestContext.Current.CancellationToken);
        var extended = await engine.GenerateAsync(longer, TestContext.Current.CancellationToken);

        RolloutAssert.Same(first, second);
        AssertAgrees(new PlainDecoder(weights), longer.PrefixIds, extended[0]);
    }

    internal static void AssertAgrees(PlainDecoder decoder, int[] prefix, Rollout rollout)
    {
        var expected = decoder.LogProbabilities([.. prefix, .. rollout.TokenIds]);
        for (var t = 0; t < rollout.TokenIds.Length; t++)
            Assert.Equal(expected[prefix.Length + t - 1][rollout.TokenIds[t]], rollout.ModelLogProbabilities[t], Tolerance);
    }
}
