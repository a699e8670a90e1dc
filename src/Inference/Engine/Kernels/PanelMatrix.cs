namespace Rollouts.Inference.Engine.Kernels;

/// <summary>A matrix [outputs, inputs] rearranged for <see cref="PanelProduct"/>: panels of 32 outputs, each [inputs, 32], so that the
/// product reads weights in one straight line. Outputs beyond the last real one are zero.</summary>
/// <param name="panels">Room for panelCount · inputCount · 32 floats, zeroed.</param>
/// <param name="bias">Room for panelCount · 32 floats, zeroed; null = no bias.</param>
internal readonly unsafe struct PanelMatrix(float* panels, float* bias, int inputCount, int panelCount)
{
    public const int Width = 32;

    public float* Panels => panels;

    public float* Bias => bias;

    public int InputCount => inputCount;

    public int PanelCount => panelCount;

    public static int PanelsFor(int outputCount) => (outputCount + Width - 1) / Width;

    public static int RoundUp(int count) => PanelsFor(count) * Width;

    /// <summary>Puts rows of a weight into their outputs.</summary>
    /// <param name="weight">Shape [rows, columns], row-major.</param>
    /// <param name="outputOf">The output that a row computes.</param>
    /// <param name="inputOf">The input that a column multiplies; null = the column itself.</param>
    public void Place(ReadOnlySpan<float> weight, int columns, Func<int, int> outputOf, int[]? inputOf = null)
    {
        for (var row = 0; row * columns < weight.Length; row++)
        {
            var output = outputOf(row);
            var target = panels + (long)(output / Width) * inputCount * Width + output % Width;
            PlaceRow(weight.Slice(row * columns, columns), target, inputOf);
        }
    }

    /// <summary>Puts the entries of a bias into their outputs.</summary>
    public void PlaceBias(ReadOnlySpan<float> values, Func<int, int> outputOf)
    {
        for (var row = 0; row < values.Length; row++) bias[outputOf(row)] = values[row];
    }

    private static void PlaceRow(ReadOnlySpan<float> row, float* target, int[]? inputOf)
    {
        if (inputOf is null)
            for (var column = 0; column < row.Length; column++) target[column * Width] = row[column];
        else
            for (var column = 0; column < row.Length; column++) target[inputOf[column] * Width] = row[column];
    }
}
