using System.Runtime.Intrinsics;

namespace Rollouts.Trainer.Optimization;

/// <summary>The length of the whole gradient, and how much of it the clip lets through.</summary>
internal static class GradientNorm
{
    /// <summary>√Σ g², summed in double precision in a fixed order; not finite if any entry is not.</summary>
    public static double Of(ReadOnlySpan<float> gradients)
    {
        var (low, high) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var i = 0;
        for (; i <= gradients.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            var (a, b) = Vector512.Widen(Vector512.Create(gradients.Slice(i, Vector512<float>.Count)));
            low += a * a;
            high += b * b;
        }

        var sum = Vector512.Sum(low + high);
        for (; i < gradients.Length; i++)
            sum += (double)gradients[i] * gradients[i];
        return Math.Sqrt(sum);
    }

    /// <summary>What to multiply the gradient with so that its norm is at most the bound (Pascanu et al. 2013).</summary>
    /// <param name="norm">≥ 0.</param>
    /// <param name="bound">0 = no clip.</param>
    public static double ClipScale(double norm, double bound) => bound > 0 && norm > bound ? bound / norm : 1;
}
