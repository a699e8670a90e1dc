using System.Runtime.Intrinsics;

namespace Rollouts.Inference.Engine.Kernels;

/// <summary>From a vector to one number.</summary>
internal static class Lane
{
    public static float Largest(Vector512<float> values)
    {
        var eight = Vector256.Max(values.GetLower(), values.GetUpper());
        var four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        return MathF.Max(MathF.Max(four[0], four[1]), MathF.Max(four[2], four[3]));
    }
}
