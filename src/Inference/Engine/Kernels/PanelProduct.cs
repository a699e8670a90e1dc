using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rollouts.Inference.Engine.Kernels;

/// <summary>What becomes of a product's 32 outputs.</summary>
internal enum Ending
{
    /// <summary>They are written.</summary>
    Store,

    /// <summary>They are added to what is there: the residual stream.</summary>
    Add,

    /// <summary>Outputs 0..15 are gates, 16..31 what they gate: silu(gate) · up is written, 16 numbers a panel.</summary>
    Gate,
}

/// <summary>Activations times a <see cref="PanelMatrix"/>.</summary>
/// <remarks>Every output is one chain of fused multiply-adds over the inputs in ascending order, whichever tile computes it. That, and
/// nothing else, makes a row's bits independent of how many rows stand beside it; tiles differ only in how many chains they keep in
/// flight. A fused multiply-add takes four cycles and two start per cycle, so a tile needs at least eight chains.</remarks>
internal static unsafe class PanelProduct
{
    private const int Width = PanelMatrix.Width;
    private const int TileRows = 8;

    /// <summary>Computes rows × panels of the product.</summary>
    /// <param name="input">Shape [rowCount, inputStride].</param>
    /// <param name="output">Shape [rowCount, outputStride]; panel p begins at column 32 p (<see cref="Ending.Gate"/>: 16 p).</param>
    [SkipLocalsInit]
    public static void Run(
        in PanelMatrix matrix, float* input, int inputStride, float* output, int outputStride,
        int rowCount, int firstPanel, int endPanel, Ending ending)
    {
        if (rowCount == 1)
        {
            RunOneRow(matrix, input, output, firstPanel, endPanel, ending);
            return;
        }
        var tile = stackalloc float[TileRows * Width];
        for (var panel = firstPanel; panel < endPanel; panel++)
        {
            var weights = matrix.Panels + (long)panel * matrix.InputCount * Width;
            for (int row = 0, taken; row < rowCount; row += taken)
            {
                taken = Multiply(weights, input + (long)row * inputStride, inputStride, matrix.InputCount, rowCount - row, tile);
                for (var r = 0; r < taken; r++)
                    Finish(matrix, panel, tile + r * Width, output + (long)(row + r) * outputStride, ending);
            }
        }
    }

    // One row has two chains a panel; four panels at a time make eight.
    private static void RunOneRow(in PanelMatrix matrix, float* input, float* output, int firstPanel, int endPanel, Ending ending)
    {
        var tile = stackalloc float[4 * Width];
        var panelFloats = (long)matrix.InputCount * Width;
        for (int panel = firstPanel, taken; panel < endPanel; panel += taken)
        {
            var weights = matrix.Panels + panel * panelFloats;
            taken = endPanel - panel >= 4 ? 4 : 1;
            if (taken == 4) PanelTiles.OneRowFourPanels(weights, panelFloats, input, matrix.InputCount, tile);
            else PanelTiles.OneRow(weights, input, matrix.InputCount, tile);
            for (var p = 0; p < taken; p++) Finish(matrix, panel + p, tile + p * Width, output, ending);
        }
    }

    private static int Multiply(float* weights, float* input, int stride, int count, int rowCount, float* tile)
    {
        switch (rowCount)
        {
            case >= 8: PanelTiles.EightRows(weights, input, stride, count, tile); return 8;
            case >= 4: PanelTiles.FourRows(weights, input, stride, count, tile); return 4;
            case >= 2: PanelTiles.TwoRows(weights, input, stride, count, tile); return 2;
            default: PanelTiles.OneRow(weights, input, count, tile); return 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(in PanelMatrix matrix, int panel, float* tile, float* row, Ending ending)
    {
        var low = Vector512.Load(tile);
        var high = Vector512.Load(tile + 16);
        if (matrix.Bias != null)
        {
            low += Vector512.Load(matrix.Bias + panel * Width);
            high += Vector512.Load(matrix.Bias + panel * Width + 16);
        }
        if (ending == Ending.Gate)
        {
            (Exponential.Silu(low) * high).Store(row + panel * 16);
            return;
        }
        var target = row + panel * Width;
        if (ending == Ending.Add)
        {
            low += Vector512.Load(target);
            high += Vector512.Load(target + 16);
        }
        low.Store(target);
        high.Store(target + 16);
    }
}
