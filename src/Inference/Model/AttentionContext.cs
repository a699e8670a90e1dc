using TorchSharp;
using static TorchSharp.torch;

namespace Rollouts.Inference.Model;

/// <summary>What all layers of one forward pass share: the rows' shape, who sees whom, and the rotary angles.</summary>
internal sealed class AttentionContext : IDisposable
{
    public AttentionContext(PackedBatch batch, RotaryPositions rotary, Device device)
    {
        (RowCount, Width) = (batch.RowCount, batch.Width);
        (Cosines, Sines) = rotary.At(batch.Positions);
        Mask = batch.Mask is null ? null : tensor(batch.Mask, [RowCount, 1, Width, Width], device: device);
    }

    public int RowCount { get; }

    public int Width { get; }

    /// <summary>Shape [B·T, 1, D / 2].</summary>
    public Tensor Cosines { get; }

    /// <inheritdoc cref="Cosines"/>
    public Tensor Sines { get; }

    /// <summary>Added to the attention scores; null where every row is causal. Shape [B, 1, T, T].</summary>
    public Tensor? Mask { get; }

    public void Dispose()
    {
        Cosines.Dispose();
        Sines.Dispose();
        Mask?.Dispose();
    }
}
