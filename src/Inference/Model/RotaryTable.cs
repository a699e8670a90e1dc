namespace Rollouts.Inference.Model;

/// <summary>Cosines and sines of the rotary positions, computed in double.</summary>
public static class RotaryTable
{
    /// <summary>Frequencies of the pairs in radians per position. Shape [D / 2].</summary>
    public static double[] Frequencies(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return [.. Enumerable.Range(0, config.HeadWidth / 2)
            .Select(pair => Math.Pow(config.RopeTheta, -2.0 * pair / config.HeadWidth))
            .Select(frequency => config.RopeScaling?.Apply(frequency) ?? frequency)];
    }

    /// <summary>The table for positions 0 to <paramref name="positionCount"/>, exclusive; each shape [positions, D / 2], row-major.</summary>
    public static (float[] Cosines, float[] Sines) Build(ModelConfig config, int positionCount)
    {
        double[] frequencies = Frequencies(config);
        var cosines = new float[positionCount * frequencies.Length];
        var sines = new float[cosines.Length];
        for (int position = 0, at = 0; position < positionCount; position++)
            foreach (double frequency in frequencies)
                (sines[at], cosines[at++]) = ((float)Math.Sin(position * frequency), (float)Math.Cos(position * frequency));
        return (cosines, sines);
    }
}
