namespace Rollouts.Inference.Model;

/// <summary>Llama 3.1's stretching of the rotary frequencies (Hugging Face: <c>rope_type: llama3</c>): long waves are slowed by
/// <paramref name="Factor"/>, short ones stay, those between are blended linearly in wavelengths per original context.</summary>
/// <param name="Factor">Stretch of the long waves, at least 1.</param>
/// <param name="LowFrequencyFactor">Turns per original context below which a wave is long.</param>
/// <param name="HighFrequencyFactor">Turns per original context above which a wave is short; greater than the low one.</param>
/// <param name="OriginalContextLength">Positions before the stretch.</param>
public sealed record RopeScaling(double Factor, double LowFrequencyFactor, double HighFrequencyFactor, int OriginalContextLength)
{
    /// <summary>Whether the numbers can be meant: the factor is at least 1, and short waves are shorter than long ones.</summary>
    public bool IsPossible =>
        Factor >= 1 && LowFrequencyFactor > 0 && HighFrequencyFactor > LowFrequencyFactor && OriginalContextLength > 0 && double.IsFinite(Factor);

    /// <summary>The stretched frequency.</summary>
    /// <param name="frequency">Radians per position.</param>
    public double Apply(double frequency)
    {
        double turns = OriginalContextLength * frequency / (2 * Math.PI);
        double shortness = Math.Clamp((turns - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor), 0, 1);
        return frequency * (shortness + (1 - shortness) / Factor);
    }
}
