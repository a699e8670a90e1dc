using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Weights;
using Rollouts.Inference.Engine;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;

namespace Rollouts.Inference.Tests.Engine;

/// <summary>Small decoders of random weights, and what tests of the engine need around them.</summary>
internal static class SmallModels
{
    public static readonly PolicyStamp Stamp = new(3, "unchecked");

    // 18 tokens, a head of 32 and two queries a key: the quickstart's proportions.
    public static ModelConfig Usual { get; } = new()
    {
        Family = "llama", VocabularySize = 18, Hidden = 64, Intermediate = 96, Layers = 3, Heads = 4, KeyValueHeads = 2, HeadWidth = 32,
        ContextLength = 160, TieEmbeddings = true,
    };

    // Nothing is a multiple of a vector: heads, widths and vocabulary are all padded.
    public static ModelConfig Odd { get; } = new()
    {
        Family = "qwen3", VocabularySize = 37, Hidden = 50, Intermediate = 77, Layers = 2, Heads = 6, KeyValueHeads = 2, HeadWidth = 10,
        ContextLength = 96, AttentionBias = true, QueryKeyNorm = true, RopeTheta = 1000,
    };

    // A window smaller than a block of the cache, in every layer.
    public static ModelConfig Windowed { get; } = Usual with { Family = "mistral", SlidingWindow = 5 };

    // A window that ends within a block, in the last layer only, and everything else that is optional.
    public static ModelConfig Mixed { get; } = Odd with
    {
        Family = "qwen3", SlidingWindow = 19, FirstWindowedLayer = 1, AttentionOutputBias = true, FeedForwardBias = true, TieEmbeddings = true,
        RopeScaling = new(8, 1, 4, 32),
    };

    public static ModelConfig Named(string name) => name switch
    {
        "usual" => Usual, "odd" => Odd, "windowed" => Windowed, "mixed" => Mixed, _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such model."),
    };

    public static WeightSet RandomWeights(ModelConfig config, int seed, double scale = 0.15)
    {
        var random = new Random(seed);
        var weights = new WeightSet(config);
        foreach (var entry in weights.Layout.Entries)
            foreach (ref var value in weights.Of(entry))
                value = (float)((random.NextDouble() * 2 - 1) * scale * (entry.IsMatrix ? 2 : 1) + (entry.Name.Contains("norm") ? 1 : 0));
        return weights;
    }

    public static async Task<CpuEngine> StartAsync(WeightSet weights, EngineOptions? options = null)
    {
        var engine = new CpuEngine(weights.Config, options ?? new EngineOptions { Threads = 1 }, TimeProvider.System);
        await engine.LoadAsync(weights, Stamp, TestContext.Current.CancellationToken);
        return engine;
    }

    public static GenerationRequest Request(int[] prefix, ulong[] seeds, SamplingOptions sampling, int[]? stop = null)
    {
        var visit = new VisitId(new ProblemId("small/1"), 0);
        var ids = Enumerable.Range(0, seeds.Length).Select(index => new RolloutId(visit, 0, index)).ToArray();
        return new GenerationRequest(prefix, ids, seeds, sampling, stop ?? []);
    }

    public static int[] RandomTokens(ModelConfig config, int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(config.VocabularySize))];
    }
}
