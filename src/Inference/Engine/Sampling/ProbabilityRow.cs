using System.Runtime.Intrinsics;
using Rollouts.Inference.Engine.Kernels;

namespace Rollouts.Inference.Engine.Sampling;

/// <summary>Arithmetic over a row of unnormalised probabilities, padded to whole vectors with zeros.</summary>
internal static unsafe class ProbabilityRow
{
    private const int Lanes = 16;

    public static bool IsFinite(float* values, int count)
    {
        // Zero times a finite number is zero; times anything else it is NaN.
        var poison = Vector512<float>.Zero;
        var i = 0;
        for (; i + Lanes <= count; i += Lanes)
            poison = Vector512.FusedMultiplyAdd(Vector512.Load(values + i), Vector512<float>.Zero, poison);
        var sum = Vector512.Sum(poison);
        for (; i < count; i++) sum += values[i] * 0;
        return sum == 0;
    }

    public static float Maximum(float* values, int count)
    {
        var vector = Vector512.Create(float.NegativeInfinity);
        var i = 0;
        for (; i + Lanes <= count; i += Lanes) vector = Vector512.Max(vector, Vector512.Load(values + i));
        var maximum = Lane.Largest(vector);
        for (; i < count; i++) maximum = MathF.Max(maximum, values[i]);
        return maximum;
    }

    /// <summary>weights = exp((logits − maximum) · sharpness); beyond <paramref name="count"/> zero, up to the end of the last vector.</summary>
    public static void Exponentiate(float* logits, float* weights, int count, float maximum, float sharpness)
    {
        var shift = Vector512.Create(maximum);
        for (var i = 0; i < count; i += Lanes)
            Exponential.Exp((Vector512.Load(logits + i) - shift) * sharpness).Store(weights + i);
        for (var i = count; i % Lanes != 0; i++) weights[i] = 0;
    }

    /// <summary>The sum: vectors by lanes in float, their totals in double.</summary>
    public static double Total(float* weights, int count)
    {
        double total = 0;
        for (var i = 0; i < count; i += Lanes) total += Vector512.Sum(Vector512.Load(weights + i));
        return total;
    }

    /// <summary>The first index at which the running sum passes <paramref name="target"/>; never one of weight zero.</summary>
    public static int Find(float* weights, int count, double target)
    {
        for (var start = 0; start < count; start += Lanes)
        {
            double sum = Vector512.Sum(Vector512.Load(weights + start));
            if (target < sum) return FindIn(weights, start, target);
            target -= sum;
        }
        // Rounding has left the target at the very end: the last index of any weight is meant.
        return LastPositive(weights, count);
    }

    private static int FindIn(float* weights, int start, double target)
    {
        for (var i = start; i < start + Lanes; i++)
        {
            target -= weights[i];
            if (target < 0 && weights[i] > 0) return i;
        }
        return LastPositive(weights, start + Lanes);
    }

    private static int LastPositive(float* weights, int count)
    {
        var i = count - 1;
        while (i > 0 && weights[i] == 0) i--;
        return i;
    }
}
