using CsCheck;
using Rollouts.Inference.Engine.Kernels;

namespace Rollouts.Inference.Tests.Engine;

public sealed unsafe class PanelProductTests
{
    private static readonly Gen<(int Rows, int Inputs, int Outputs, int Seed)> Sizes =
        Gen.Select(Gen.Int[1, 21], Gen.Int[1, 70], Gen.Int[1, 200], Gen.Int[0, 1000]);

    [Fact]
    public void Products_are_those_of_plain_loops() => Sizes.Sample(size =>
    {
        var (weight, input, output) = Multiply(size.Rows, size.Inputs, size.Outputs, size.Seed);
        for (var row = 0; row < size.Rows; row++)
            for (var o = 0; o < size.Outputs; o++)
            {
                double expected = 0;
                for (var i = 0; i < size.Inputs; i++) expected += (double)weight[o * size.Inputs + i] * input[row * size.Inputs + i];
                Assert.Equal(expected, output[row][o], 1e-5);
            }
    }, seed: "000000000001", iter: 40);

    [Fact]
    public void A_row_has_the_same_bits_whatever_stands_beside_it() => Sizes.Sample(size =>
    {
        var (_, _, together) = Multiply(size.Rows, size.Inputs, size.Outputs, size.Seed);
        for (var count = 1; count < size.Rows; count++)
        {
            var (_, _, fewer) = Multiply(count, size.Inputs, size.Outputs, size.Seed);
            for (var row = 0; row < count; row++) Assert.Equal(together[row], fewer[row]);
        }
    }, seed: "000000000002", iter: 40);

    private static (float[] Weight, float[] Input, float[][] Output) Multiply(int rows, int inputs, int outputs, int seed)
    {
        var random = new Random(seed);
        float[] weight = [.. Enumerable.Range(0, inputs * outputs).Select(_ => random.NextSingle() - .5f)];
        float[] input = [.. Enumerable.Range(0, rows * inputs).Select(_ => random.NextSingle() - .5f)];
        var panels = PanelMatrix.PanelsFor(outputs);
        using var memory = new NativeBuffer((long)panels * inputs * PanelMatrix.Width);
        using var result = new NativeBuffer((long)rows * panels * PanelMatrix.Width);
        var matrix = new PanelMatrix(memory.Start, null, inputs, panels);
        matrix.Place(weight, inputs, row => row);
        fixed (float* start = input)
            PanelProduct.Run(matrix, start, inputs, result.Start, panels * PanelMatrix.Width, rows, 0, panels, Ending.Store);
        var output = new float[rows][];
        for (var row = 0; row < rows; row++)
            output[row] = new Span<float>(result.Start + row * panels * PanelMatrix.Width, outputs).ToArray();
        return (weight, input, output);
    }
}
