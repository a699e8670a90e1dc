using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rollouts.Inference.Engine.Kernels;

/// <summary>exp of sixteen floats at once.</summary>
/// <remarks>x = n·ln 2 + r with |r| ≤ ln 2 / 2 and e^r by its Taylor polynomial of degree 7, whose remainder is below 5e-9 there: the relative
/// error is at most 2e-7 for −87 ≤ x ≤ 88. Below −87.3 the result is 0 or the smallest normal number; above 88.3 it is capped at
/// the value for 88.3. NaN stays NaN.</remarks>
internal static class Exponential
{
    private const float Low = -87.33f;
    private const float High = 88.3f;
    private const float LogTwoHigh = 0.693359375f;
    private const float LogTwoLow = -2.12194440e-4f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        // A comparison with NaN is false, so both selections keep it.
        var tiny = Vector512.LessThan(x, Vector512.Create(Low));
        x = Vector512.ConditionalSelect(tiny, Vector512.Create(Low), x);
        x = Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(High)), Vector512.Create(High), x);
        var n = Vector512.Round(x * 1.44269504f);
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-LogTwoHigh), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-LogTwoLow), r);
        var power = Vector512.ShiftLeft(Vector512.ConvertToInt32Native(n) + Vector512.Create(127), 23).AsSingle();
        return Vector512.AndNot(Polynomial(r) * power, tiny.AsInt32().AsSingle());
    }

    /// <summary>g · sigmoid(g).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Silu(Vector512<float> gate) => gate / (Vector512<float>.One + Exp(-gate));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Polynomial(Vector512<float> r)
    {
        var p = Vector512.Create(1f / 5040);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1f / 720));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1f / 120));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1f / 24));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1f / 6));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(.5f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<float>.One);
        return Vector512.FusedMultiplyAdd(p, r, Vector512<float>.One);
    }
}
