namespace Rollouts.Inference.Loading;

/// <summary>How a safetensors file writes its numbers, by the names it has for them.</summary>
public enum NumberFormat
{
    /// <summary>32-bit IEEE.</summary>
    F32,

    /// <summary>16-bit IEEE; rounded to nearest, ties to even.</summary>
    F16,

    /// <summary>The upper half of an F32; rounded to nearest, ties to even.</summary>
    BF16,
}
