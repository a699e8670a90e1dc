using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rollouts.Inference.Engine.Kernels;

/// <summary>The innermost loops of <see cref="PanelProduct"/>: a few rows times one panel, the sums kept in registers throughout.</summary>
/// <remarks>Written out row by row: only named locals become registers. Eight rows by 32 outputs take 16 of the 32 registers of AVX-512.</remarks>
internal static unsafe class PanelTiles
{
    /// <summary>input [8, stride] × panel [count, 32] → tile [8, 32].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EightRows(float* weights, float* input, int stride, int count, float* tile)
    {
        float* x0 = input, x1 = input + stride, x2 = input + 2L * stride, x3 = input + 3L * stride, x4 = input + 4L * stride, x5 = input + 5L * stride, x6 = input + 6L * stride, x7 = input + 7L * stride;
        Vector512<float> a0 = default, b0 = default, a1 = default, b1 = default, a2 = default, b2 = default, a3 = default, b3 = default, a4 = default, b4 = default, a5 = default, b5 = default, a6 = default, b6 = default, a7 = default, b7 = default;
        for (var k = 0; k < count; k++, weights += 32)
        {
            var low = Vector512.Load(weights);
            var high = Vector512.Load(weights + 16);
            var v0 = Vector512.Create(x0[k]);
            a0 = Vector512.FusedMultiplyAdd(v0, low, a0);
            b0 = Vector512.FusedMultiplyAdd(v0, high, b0);
            var v1 = Vector512.Create(x1[k]);
            a1 = Vector512.FusedMultiplyAdd(v1, low, a1);
            b1 = Vector512.FusedMultiplyAdd(v1, high, b1);
            var v2 = Vector512.Create(x2[k]);
            a2 = Vector512.FusedMultiplyAdd(v2, low, a2);
            b2 = Vector512.FusedMultiplyAdd(v2, high, b2);
            var v3 = Vector512.Create(x3[k]);
            a3 = Vector512.FusedMultiplyAdd(v3, low, a3);
            b3 = Vector512.FusedMultiplyAdd(v3, high, b3);
            var v4 = Vector512.Create(x4[k]);
            a4 = Vector512.FusedMultiplyAdd(v4, low, a4);
            b4 = Vector512.FusedMultiplyAdd(v4, high, b4);
            var v5 = Vector512.Create(x5[k]);
            a5 = Vector512.FusedMultiplyAdd(v5, low, a5);
            b5 = Vector512.FusedMultiplyAdd(v5, high, b5);
            var v6 = Vector512.Create(x6[k]);
            a6 = Vector512.FusedMultiplyAdd(v6, low, a6);
            b6 = Vector512.FusedMultiplyAdd(v6, high, b6);
            var v7 = Vector512.Create(x7[k]);
            a7 = Vector512.FusedMultiplyAdd(v7, low, a7);
            b7 = Vector512.FusedMultiplyAdd(v7, high, b7);
        }
        Store(a0, b0, tile);
        Store(a1, b1, tile + 32);
        Store(a2, b2, tile + 64);
        Store(a3, b3, tile + 96);
        Store(a4, b4, tile + 128);
        Store(a5, b5, tile + 160);
        Store(a6, b6, tile + 192);
        Store(a7, b7, tile + 224);
    }

    /// <summary>input [4, stride] × panel [count, 32] → tile [4, 32].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourRows(float* weights, float* input, int stride, int count, float* tile)
    {
        float* x0 = input, x1 = input + stride, x2 = input + 2L * stride, x3 = input + 3L * stride;
        Vector512<float> a0 = default, b0 = default, a1 = default, b1 = default, a2 = default, b2 = default, a3 = default, b3 = default;
        for (var k = 0; k < count; k++, weights += 32)
        {
            var low = Vector512.Load(weights);
            var high = Vector512.Load(weights + 16);
            var v0 = Vector512.Create(x0[k]);
            a0 = Vector512.FusedMultiplyAdd(v0, low, a0);
            b0 = Vector512.FusedMultiplyAdd(v0, high, b0);
            var v1 = Vector512.Create(x1[k]);
            a1 = Vector512.FusedMultiplyAdd(v1, low, a1);
            b1 = Vector512.FusedMultiplyAdd(v1, high, b1);
            var v2 = Vector512.Create(x2[k]);
            a2 = Vector512.FusedMultiplyAdd(v2, low, a2);
            b2 = Vector512.FusedMultiplyAdd(v2, high, b2);
            var v3 = Vector512.Create(x3[k]);
            a3 = Vector512.FusedMultiplyAdd(v3, low, a3);
            b3 = Vector512.FusedMultiplyAdd(v3, high, b3);
        }
        Store(a0, b0, tile);
        Store(a1, b1, tile + 32);
        Store(a2, b2, tile + 64);
        Store(a3, b3, tile + 96);
    }

    /// <summary>input [2, stride] × panel [count, 32] → tile [2, 32].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TwoRows(float* weights, float* input, int stride, int count, float* tile)
    {
        float* x0 = input, x1 = input + stride;
        Vector512<float> a0 = default, b0 = default, a1 = default, b1 = default;
        for (var k = 0; k < count; k++, weights += 32)
        {
            var low = Vector512.Load(weights);
            var high = Vector512.Load(weights + 16);
            var v0 = Vector512.Create(x0[k]);
            a0 = Vector512.FusedMultiplyAdd(v0, low, a0);
            b0 = Vector512.FusedMultiplyAdd(v0, high, b0);
            var v1 = Vector512.Create(x1[k]);
            a1 = Vector512.FusedMultiplyAdd(v1, low, a1);
            b1 = Vector512.FusedMultiplyAdd(v1, high, b1);
        }
        Store(a0, b0, tile);
        Store(a1, b1, tile + 32);
    }

    /// <summary>input [count] × panel [count, 32] → tile [32].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneRow(float* weights, float* input, int count, float* tile)
    {
        Vector512<float> a = default, b = default;
        for (var k = 0; k < count; k++, weights += 32)
        {
            var v = Vector512.Create(input[k]);
            a = Vector512.FusedMultiplyAdd(v, Vector512.Load(weights), a);
            b = Vector512.FusedMultiplyAdd(v, Vector512.Load(weights + 16), b);
        }
        Store(a, b, tile);
    }

    /// <summary>input [count] × four panels, each [count, 32] → tile [4, 32].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneRowFourPanels(float* weights, long panelFloats, float* input, int count, float* tile)
    {
        float* w0 = weights, w1 = w0 + panelFloats, w2 = w1 + panelFloats, w3 = w2 + panelFloats;
        Vector512<float> a0 = default, b0 = default, a1 = default, b1 = default;
        Vector512<float> a2 = default, b2 = default, a3 = default, b3 = default;
        for (long k = 0, at = 0; k < count; k++, at += 32)
        {
            var v = Vector512.Create(input[k]);
            a0 = Vector512.FusedMultiplyAdd(v, Vector512.Load(w0 + at), a0);
            b0 = Vector512.FusedMultiplyAdd(v, Vector512.Load(w0 + at + 16), b0);
            a1 = Vector512.FusedMultiplyAdd(v, Vector512.Load(w1 + at), a1);
            b1 = Vector512.FusedMultiplyAdd(v, Vector512.Load(w1 + at + 16), b1);
            a2 = Vector512.FusedMultiplyAdd(v, Vector512.Load(w2 + at), a2);
            b2 = Vector512.FusedMultiplyAdd(v, Vector512.Load(w2 + at + 16), b2);
            a3 = Vector512.FusedMultiplyAdd(v, Vector512.Load(w3 + at), a3);
            b3 = Vector512.FusedMultiplyAdd(v, Vector512.Load(w3 + at + 16), b3);
        }
        Store(a0, b0, tile);
        Store(a1, b1, tile + 32);
        Store(a2, b2, tile + 64);
        Store(a3, b3, tile + 96);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> low, Vector512<float> high, float* tile)
    {
        low.Store(tile);
        high.Store(tile + 16);
    }
}
