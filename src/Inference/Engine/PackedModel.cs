using Rollouts.Core.Weights;
using Rollouts.Inference.Engine.Kernels;
using Rollouts.Inference.Loading;

namespace Rollouts.Inference.Engine;

/// <summary>A decoder's weights as the kernels read them, in one piece of memory.</summary>
internal sealed unsafe class PackedModel : IDisposable
{
    private readonly NativeBuffer _memory;
    private long _used;

    private PackedModel(DecoderShape shape, PolicyStamp stamp)
    {
        Shape = shape;
        Stamp = stamp;
        _memory = new NativeBuffer(SizeOf(shape));
    }

    public DecoderShape Shape { get; }

    public PolicyStamp Stamp { get; }

    public PackedLayer[] Layers { get; private init; } = [];

    /// <summary>Shape [V, hidden stride].</summary>
    public float* Embedding { get; private set; }

    public float* FinalNorm { get; private set; }

    public PanelMatrix Head { get; private set; }

    public static PackedModel Pack(WeightSet weights, DecoderShape shape, PolicyStamp stamp)
    {
        var config = shape.Config;
        var model = new PackedModel(shape, stamp) { Layers = new PackedLayer[config.Layers] };
        model.Embedding = model.Take((long)config.VocabularySize * shape.HiddenStride);
        var embedding = weights[WeightNames.Embedding];
        for (var token = 0; token < config.VocabularySize; token++)
            embedding.Slice(token * config.Hidden, config.Hidden)
                .CopyTo(new Span<float>(model.Embedding + (long)token * shape.HiddenStride, config.Hidden));
        for (var layer = 0; layer < config.Layers; layer++) model.Layers[layer] = model.PackLayer(weights, layer);
        model.FinalNorm = model.Vector(weights[WeightNames.FinalNorm], shape.HiddenStride);
        model.Head = model.Matrix(config.Hidden, PanelMatrix.PanelsFor(config.VocabularySize));
        model.Head.Place(weights[config.TieEmbeddings ? WeightNames.Embedding : WeightNames.Output], config.Hidden, row => row);
        return model;
    }

    public void Dispose() => _memory.Dispose();

    private PackedLayer PackLayer(WeightSet weights, int layer)
    {
        var config = Shape.Config;
        return new PackedLayer
        {
            AttentionNorm = Vector(weights[WeightNames.AttentionNorm(layer)], Shape.HiddenStride),
            Projection = PackProjection(weights, layer),
            QueryNorm = config.QueryKeyNorm ? Vector(weights[WeightNames.QueryNorm(layer)], Shape.PaddedHeadWidth) : null,
            KeyNorm = config.QueryKeyNorm ? Vector(weights[WeightNames.KeyNorm(layer)], Shape.PaddedHeadWidth) : null,
            AttentionOutput = PackAttentionOutput(weights, layer),
            FeedForwardNorm = Vector(weights[WeightNames.FeedForwardNorm(layer)], Shape.HiddenStride),
            Gate = PackGate(weights, layer),
            Down = PackDown(weights, layer),
        };
    }

    private PanelMatrix PackProjection(WeightSet weights, int layer)
    {
        var config = Shape.Config;
        var matrix = Matrix(config.Hidden, Shape.ProjectionStride / PanelMatrix.Width, config.AttentionBias);
        matrix.Place(weights[WeightNames.Query(layer)], config.Hidden, Shape.Padded);
        matrix.Place(weights[WeightNames.Key(layer)], config.Hidden, row => Shape.FirstKey + Shape.Padded(row));
        matrix.Place(weights[WeightNames.Value(layer)], config.Hidden, row => Shape.FirstValue + Shape.Padded(row));
        if (!config.AttentionBias) return matrix;
        matrix.PlaceBias(weights[WeightNames.QueryBias(layer)], Shape.Padded);
        matrix.PlaceBias(weights[WeightNames.KeyBias(layer)], row => Shape.FirstKey + Shape.Padded(row));
        matrix.PlaceBias(weights[WeightNames.ValueBias(layer)], row => Shape.FirstValue + Shape.Padded(row));
        return matrix;
    }

    private PanelMatrix PackAttentionOutput(WeightSet weights, int layer)
    {
        var columns = Shape.Config.Heads * Shape.Config.HeadWidth;
        var matrix = Matrix(Shape.HeadOutputs, Shape.HiddenStride / PanelMatrix.Width, Shape.Config.AttentionOutputBias);
        var inputOf = Shape.HeadOutputs == columns ? null : Enumerable.Range(0, columns).Select(Shape.Padded).ToArray();
        matrix.Place(weights[WeightNames.AttentionOutput(layer)], columns, row => row, inputOf);
        if (Shape.Config.AttentionOutputBias) matrix.PlaceBias(weights[WeightNames.AttentionOutputBias(layer)], row => row);
        return matrix;
    }

    private PanelMatrix PackGate(WeightSet weights, int layer)
    {
        var matrix = Matrix(Shape.Config.Hidden, Shape.GatePanelCount, Shape.Config.FeedForwardBias);
        matrix.Place(weights[WeightNames.Gate(layer)], Shape.Config.Hidden, GateOutput);
        matrix.Place(weights[WeightNames.Up(layer)], Shape.Config.Hidden, row => GateOutput(row) + 16);
        if (!Shape.Config.FeedForwardBias) return matrix;
        matrix.PlaceBias(weights[WeightNames.GateBias(layer)], GateOutput);
        matrix.PlaceBias(weights[WeightNames.UpBias(layer)], row => GateOutput(row) + 16);
        return matrix;
    }

    private PanelMatrix PackDown(WeightSet weights, int layer)
    {
        var matrix = Matrix(Shape.Config.Intermediate, Shape.HiddenStride / PanelMatrix.Width, Shape.Config.FeedForwardBias);
        matrix.Place(weights[WeightNames.Down(layer)], Shape.Config.Intermediate, row => row);
        if (Shape.Config.FeedForwardBias) matrix.PlaceBias(weights[WeightNames.DownBias(layer)], row => row);
        return matrix;
    }

    // Panels of 32: 16 gates, then the 16 numbers that they gate.
    private static int GateOutput(int row) => row / 16 * 32 + row % 16;

    private PanelMatrix Matrix(int inputCount, int panelCount, bool hasBias = false) => new(
        Take((long)inputCount * panelCount * PanelMatrix.Width), hasBias ? Take(panelCount * PanelMatrix.Width) : null,
        inputCount, panelCount);

    private float* Vector(ReadOnlySpan<float> values, int padded)
    {
        var start = Take(padded);
        values.CopyTo(new Span<float>(start, padded));
        return start;
    }

    // Rounded to 16 floats, so that every tensor begins on a vector's boundary.
    private float* Take(long count)
    {
        var start = _memory.Start + _used;
        _used += (count + 15) / 16 * 16;
        return _used <= _memory.Count ? start : throw new InvalidOperationException($"Packed weights need more than {_memory.Count} floats.");
    }

    private static long SizeOf(DecoderShape shape)
    {
        var config = shape.Config;
        long hidden = shape.HiddenStride, projection = (long)shape.ProjectionStride * (config.Hidden + 1);
        var layer = projection + hidden * (shape.HeadOutputs + config.Intermediate + 4)
            + (long)shape.GatePanelCount * PanelMatrix.Width * (config.Hidden + 1) + 2 * shape.PaddedHeadWidth;
        return config.Layers * layer + hidden * config.VocabularySize + hidden + (long)shape.LogitStride * config.Hidden;
    }
}
