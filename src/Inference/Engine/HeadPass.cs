using Rollouts.Inference.Engine.Cache;
using Rollouts.Inference.Engine.Kernels;
using Rollouts.Inference.Engine.Threading;

namespace Rollouts.Inference.Engine;

/// <summary>The attention part of a layer, from projected queries, keys and values to the heads' outputs.</summary>
/// <remarks>Goes head by head, not row by row: rollouts of one request share blocks, and neighbours then find them in the nearest cache.</remarks>
internal sealed unsafe class HeadPass : IDisposable
{
    private const int Block = KeyValueBlocks.Positions;
    private readonly DecoderShape _shape;
    private readonly KeyValueBlocks _blocks;
    private readonly Rotary _rotary;
    private readonly NativeBuffer[] _scores;

    public HeadPass(DecoderShape shape, KeyValueBlocks blocks, int threadCount)
    {
        _shape = shape;
        _blocks = blocks;
        var (cosines, sines) = Model.RotaryTable.Build(shape.Config, shape.Config.ContextLength);
        _rotary = new Rotary(cosines, sines, shape.Config.HeadWidth / 2);
        _scores = [.. Enumerable.Range(0, threadCount).Select(_ =>
            new NativeBuffer((long)KeyValueBlocks.BlocksFor(shape.Config.ContextLength) * Block))];
    }

    /// <param name="projection">Shape [rows, projection stride].</param>
    /// <param name="output">Shape [rows, head outputs].</param>
    public void Run(PackedLayer layer, int index, StepBatch batch, float* projection, float* output, in Share share)
    {
        var rowCount = share.EndRow - share.FirstRow;
        var (first, end) = share.Heads(_shape.Config.KeyValueHeads);
        for (var pair = first; pair < end; pair++)
            Write(layer, index, pair / rowCount, share.FirstRow + pair % rowCount, batch, projection);
        if (batch.HasPrefix) share.Meet();
        for (var pair = first; pair < end; pair++)
            Attend(layer, index, pair / rowCount, share.FirstRow + pair % rowCount, batch, projection, output, _scores[share.Index].Start);
    }

    public void Dispose()
    {
        foreach (var buffer in _scores) buffer.Dispose();
    }

    private void Write(PackedLayer layer, int index, int head, int row, StepBatch batch, float* projection)
    {
        var (_, position, table) = batch.Rows[row];
        var width = _shape.PaddedHeadWidth;
        var key = projection + (long)row * _shape.ProjectionStride + _shape.FirstKey + head * width;
        var value = key - _shape.FirstKey + _shape.FirstValue;
        Normalize(key, layer.KeyNorm);
        _rotary.Apply(key, position, 1);
        var block = (float*)table.Addresses[position / Block] + _blocks.Offset(index, head);
        var keys = block + position % Block;
        for (var i = 0; i < width; i++) keys[i * Block] = key[i];
        new ReadOnlySpan<float>(value, width).CopyTo(new Span<float>(block + width * Block + position % Block * width, width));
    }

    private void Attend(
        PackedLayer layer, int index, int head, int row, StepBatch batch, float* projection, float* output, float* scores)
    {
        var (_, position, table) = batch.Rows[row];
        var width = _shape.PaddedHeadWidth;
        var scale = 1 / MathF.Sqrt(_shape.Config.HeadWidth);
        var offset = _blocks.Offset(index, head);
        var seenFrom = _shape.Config.WindowOf(index) is { } window ? Math.Max(0, position + 1 - window) : 0;
        fixed (nint* addresses = table.Addresses)
        {
            for (var group = 0; group < _shape.GroupSize; group++)
            {
                var column = (head * _shape.GroupSize + group) * width;
                var query = projection + (long)row * _shape.ProjectionStride + column;
                Normalize(query, layer.QueryNorm);
                _rotary.Apply(query, position, scale);
                Attention.Run(query, addresses, offset, seenFrom, position + 1, width, scores, output + (long)row * _shape.HeadOutputs + column);
            }
        }
    }

    private void Normalize(float* head, float* weight)
    {
        if (weight == null) return;
        Normalization.Apply(head, weight, head, _shape.Config.HeadWidth, _shape.PaddedHeadWidth, (float)_shape.Config.NormEpsilon);
    }
}
