using Rollouts.Inference.Engine.Cache;
using Rollouts.Inference.Engine.Kernels;
using Rollouts.Inference.Engine.Threading;
using Rollouts.Inference.Model;

namespace Rollouts.Inference.Engine;

/// <summary>One pass of a step's rows through the decoder, up to the logits; every thread of the step runs it with its own
/// <see cref="Share"/>.</summary>
/// <remarks>Block as in <see cref="ModelConfig"/>. Keys and values go into the rows' cache blocks before any row of the step looks at them.</remarks>
internal sealed unsafe class DecoderPass : IDisposable
{
    private readonly DecoderShape _shape;
    private readonly ModelConfig _config;
    private readonly HeadPass _heads;
    private readonly NativeBuffer _residual, _projection, _attended, _gated, _logits;
    private readonly NativeBuffer[] _normed;

    public DecoderPass(DecoderShape shape, KeyValueBlocks blocks, int rowCapacity, int threadCount)
    {
        _shape = shape;
        _config = shape.Config;
        _heads = new HeadPass(shape, blocks, threadCount);
        _residual = new NativeBuffer((long)rowCapacity * shape.HiddenStride);
        _projection = new NativeBuffer((long)rowCapacity * shape.ProjectionStride);
        _attended = new NativeBuffer((long)rowCapacity * shape.HeadOutputs);
        _gated = new NativeBuffer((long)rowCapacity * shape.IntermediateStride);
        _logits = new NativeBuffer((long)rowCapacity * shape.LogitStride);
        _normed = [.. Enumerable.Range(0, threadCount).Select(_ => new NativeBuffer((long)rowCapacity * shape.HiddenStride))];
    }

    /// <summary>Logits of an output of the last pass. Shape [V padded].</summary>
    public float* Logits(int output) => _logits.Start + (long)output * _shape.LogitStride;

    /// <summary>Computes this thread's share of the logits of all outputs.</summary>
    public void Run(PackedModel model, StepBatch batch, in Share share)
    {
        Embed(model, batch, share);
        for (var layer = 0; layer < _config.Layers; layer++) RunLayer(model.Layers[layer], layer, batch, share);
        var (first, end) = share.Outputs(batch);
        for (var output = first; output < end; output++)
            Normalize(Residual(batch.Outputs[output].Row), model.FinalNorm, Normed(share, output));
        var (panel, endPanel) = share.Panels(model.Head.PanelCount);
        PanelProduct.Run(model.Head, Normed(share, first), _shape.HiddenStride, Logits(first), _shape.LogitStride,
            end - first, panel, endPanel, Ending.Store);
        share.Meet();
    }

    /// <summary>The first layer that makes a number of the step not finite; −1 if the embedding does, L if only the head does.</summary>
    /// <remarks>Runs the step again alone, layer by layer; writing the same keys and values twice does no harm.</remarks>
    public int FindNonFiniteLayer(PackedModel model, StepBatch batch)
    {
        var share = Share.Alone(batch);
        Embed(model, batch, share);
        for (var layer = -1; ; layer++)
        {
            if (!Sampling.ProbabilityRow.IsFinite(_residual.Start, batch.Rows.Count * _shape.HiddenStride)) return layer;
            if (layer == _config.Layers - 1) return _config.Layers;
            RunLayer(model.Layers[layer + 1], layer + 1, batch, share);
        }
    }

    public void Dispose()
    {
        foreach (var buffer in (NativeBuffer[])[_residual, _projection, _attended, _gated, _logits, .. _normed]) buffer.Dispose();
        _heads.Dispose();
    }

    private void Embed(PackedModel model, StepBatch batch, in Share share)
    {
        var (first, end) = share.OwnRows;
        for (var row = first; row < end; row++)
            new ReadOnlySpan<float>(model.Embedding + (long)batch.Rows[row].Token * _shape.HiddenStride, _shape.HiddenStride)
                .CopyTo(new Span<float>(Residual(row), _shape.HiddenStride));
        share.Meet();
    }

    private void RunLayer(PackedLayer layer, int index, StepBatch batch, in Share share)
    {
        NormalizeRows(layer.AttentionNorm, share);
        Multiply(layer.Projection, Normed(share, 0), _shape.HiddenStride, _projection, _shape.ProjectionStride, share, Ending.Store);
        share.Meet();
        _heads.Run(layer, index, batch, _projection.Start, _attended.Start, share);
        share.Meet();
        Multiply(layer.AttentionOutput, _attended.Start, _shape.HeadOutputs, _residual, _shape.HiddenStride, share, Ending.Add);
        share.Meet();
        NormalizeRows(layer.FeedForwardNorm, share);
        Multiply(layer.Gate, Normed(share, 0), _shape.HiddenStride, _gated, _shape.IntermediateStride, share, Ending.Gate);
        share.Meet();
        Multiply(layer.Down, _gated.Start, _shape.IntermediateStride, _residual, _shape.HiddenStride, share, Ending.Add);
        share.Meet();
    }

    private void NormalizeRows(float* weight, in Share share)
    {
        for (var row = share.FirstRow; row < share.EndRow; row++) Normalize(Residual(row), weight, Normed(share, row));
    }

    private void Normalize(float* input, float* weight, float* output) =>
        Kernels.Normalization.Apply(input, weight, output, _config.Hidden, _shape.HiddenStride, (float)_config.NormEpsilon);

    private static void Multiply(
        in PanelMatrix matrix, float* input, int inputStride, NativeBuffer output, int outputStride, in Share share, Ending ending)
    {
        var (panel, endPanel) = share.Panels(matrix.PanelCount);
        PanelProduct.Run(matrix, input + (long)share.FirstRow * inputStride, inputStride,
            output.Start + (long)share.FirstRow * outputStride, outputStride, share.EndRow - share.FirstRow, panel, endPanel, ending);
    }

    private float* Residual(int row) => _residual.Start + (long)row * _shape.HiddenStride;

    // Each thread normalises the rows it multiplies for itself: cheaper than a meeting.
    private float* Normed(in Share share, int row) => _normed[share.Index].Start + (long)row * _shape.HiddenStride;
}
