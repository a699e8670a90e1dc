using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rollouts.Inference.Engine.Kernels;

/// <summary>Root-mean-square normalisation: y = x / √(mean x² + ε) · w (Zhang and Sennrich 2019, equation 4).</summary>
internal static unsafe class Normalization
{
    /// <summary>Normalises one row; <paramref name="output"/> may be <paramref name="input"/>.</summary>
    /// <param name="width">Real numbers in the row, by which the mean is taken.</param>
    /// <param name="padded">Floats in the row, a multiple of 16; those beyond <paramref name="width"/> are zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(float* input, float* weight, float* output, int width, int padded, float epsilon)
    {
        Vector512<float> even = default, odd = default;
        var i = 0;
        for (; i + 32 <= padded; i += 32)
        {
            var a = Vector512.Load(input + i);
            var b = Vector512.Load(input + i + 16);
            even = Vector512.FusedMultiplyAdd(a, a, even);
            odd = Vector512.FusedMultiplyAdd(b, b, odd);
        }
        if (i < padded)
        {
            var a = Vector512.Load(input + i);
            even = Vector512.FusedMultiplyAdd(a, a, even);
        }
        var scale = Vector512.Create(1 / MathF.Sqrt(Vector512.Sum(even + odd) / width + epsilon));
        for (i = 0; i < padded; i += 16) (Vector512.Load(input + i) * scale * Vector512.Load(weight + i)).Store(output + i);
    }
}
