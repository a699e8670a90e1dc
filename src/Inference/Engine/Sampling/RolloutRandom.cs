namespace Rollouts.Inference.Engine.Sampling;

/// <summary>The chance of a rollout: number t is a function of seed and t alone, so that nothing has to be carried along.</summary>
/// <remarks>SplitMix64 (Steele, Lea, Flood 2014): number t is the finaliser of seed + (t + 1) · 0x9E3779B97F4A7C15.</remarks>
internal static class RolloutRandom
{
    /// <summary>A uniform number in [0, 1) with 53 bits.</summary>
    public static double Uniform(ulong seed, int index)
    {
        var z = seed + ((ulong)index + 1) * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
