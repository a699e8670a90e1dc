using Rollouts.Core.Weights;
using Rollouts.Inference.Engine.Cache;

namespace Rollouts.Inference.Engine;

/// <summary>The tokens that a request's rollouts share, computed once.</summary>
internal sealed class Prefix(int[] tokens, BlockTable blocks, PolicyStamp policy, int cacheGeneration)
{
    public int[] Tokens => tokens;

    public BlockTable Blocks => blocks;

    /// <summary>The weights that began to compute it.</summary>
    public PolicyStamp Policy => policy;

    /// <summary>What <see cref="PrefixCache.Generation"/> was then.</summary>
    public int CacheGeneration => cacheGeneration;

    /// <summary>Tokens computed or being computed in this step.</summary>
    public int ComputedCount { get; set; }

    /// <summary>Logits after its last token; null until they are there. Shape [V padded].</summary>
    public float[]? Logits { get; set; }
}
