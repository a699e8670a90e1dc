using Rollouts.Inference.Model;

namespace Rollouts.Inference.Loading;

/// <summary>Random weights for a new policy.</summary>
public static class WeightInitialization
{
    private const double Deviation = 0.02;

    /// <summary>New weights: matrices normal with deviation 0.02, those that write into the residual stream divided by √(2L)
    /// (Radford et al. 2019, §2.3), norms one, biases zero.</summary>
    /// <param name="config">Whose.</param>
    /// <param name="seed">Equal seeds give equal weights.</param>
    public static WeightSet New(ModelConfig config, ulong seed)
    {
        var weights = new WeightSet(config);
        foreach (WeightEntry entry in weights.Layout.Entries)
        {
            if (entry.IsMatrix) FillNormal(weights.Of(entry), Deviation / ResidualScale(config, entry), ref seed);
            else weights.Of(entry).Fill(entry.Name.EndsWith(".bias", StringComparison.Ordinal) ? 0 : 1);
        }

        return weights;
    }

    private static double ResidualScale(ModelConfig config, WeightEntry entry) =>
        entry.Name.EndsWith("o_proj.weight", StringComparison.Ordinal) || entry.Name.EndsWith("down_proj.weight", StringComparison.Ordinal)
            ? Math.Sqrt(2 * config.Layers) : 1;

    // Box and Muller 1958.
    private static void FillNormal(Span<float> target, double deviation, ref ulong state)
    {
        for (int i = 0; i < target.Length; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - NextUniform(ref state)));
            target[i] = (float)(deviation * radius * Math.Cos(2 * Math.PI * NextUniform(ref state)));
        }
    }

    // SplitMix64 (Steele, Lea, Flood 2014); the upper 53 bits, in [0, 1).
    private static double NextUniform(ref ulong state)
    {
        ulong z = state += 0x9e3779b97f4a7c15;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
        z = (z ^ z >> 27) * 0x94d049bb133111eb;
        return ((z ^ z >> 31) >> 11) * (1.0 / (1UL << 53));
    }
}
