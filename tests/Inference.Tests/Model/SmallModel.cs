using Rollouts.Core.Weights;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;

namespace Rollouts.Inference.Tests.Model;

internal static class SmallModel
{
    public const int VocabularySize = 23;

    public static ModelConfig Config { get; } = ModelConfig.From(
        new ModelOptions { Layers = 2, Hidden = 32, Intermediate = 48, Heads = 4, KeyValueHeads = 2, HeadWidth = 8, ContextLength = 64 }, VocabularySize);

    /// <summary>The same with a window that rows of a few tokens outgrow, in every layer or in the second alone; 0 = none.</summary>
    public static ModelConfig With(int window, int firstWindowedLayer = 0) =>
        window == 0 ? Config : Config with { SlidingWindow = window, FirstWindowedLayer = firstWindowedLayer };

    public static WeightSet Weights(ulong seed = 7, ModelConfig? config = null) => WeightInitialization.New(config ?? Config, seed);

    public static int[] Tokens(int count, int seed) => [.. Enumerable.Range(0, count).Select(i => (seed * 31 + i * i * 7 + i) % VocabularySize)];
}
