using TorchSharp;
using static TorchSharp.torch;

namespace Rollouts.Inference.Model;

/// <summary>What all layers of one forward pass share: the rows' shape, who sees whom, and the rotary angles.</summary>
internal sealed class AttentionContext : IDisposable
{
    private readonly Tensor? mask, windowMask;

    public AttentionContext(PackedBatch batch, RotaryPositions rotary, ModelConfig config, Device device)
    {
        (RowCount, Width) = (batch.RowCount, batch.Width);
        (Cosines, Sines) = rotary.At(batch.Positions);
        mask = batch.Mask is null ? null : tensor(batch.Mask, [RowCount, 1, Width, Width], device: device);
        if (config.SlidingWindow is { } window && batch.Positions.Max() >= window) windowMask = Narrow(batch, window, device);
    }

    public int RowCount { get; }

    public int Width { get; }

    /// <summary>Shape [B·T, 1, D / 2].</summary>
    public Tensor Cosines { get; }

    /// <inheritdoc cref="Cosines"/>
    public Tensor Sines { get; }

    /// <summary>Added to the attention scores; null where every row is causal. Shape [B, 1, T, T], or one that spreads to it.</summary>
    /// <param name="isWindowed">Whether the layer has the model's window; one that no row outgrows hides nothing.</param>
    public Tensor? MaskOf(bool isWindowed) => isWindowed ? windowMask ?? mask : mask;

    public void Dispose()
    {
        foreach (Tensor? tensor in new[] { Cosines, Sines, mask, windowMask }) tensor?.Dispose();
    }

    // A window counts positions, not places: a branch stands further from its prefix in the row than it is in the text. The padding,
    // at position 0, still sees itself, so that no row of the softmax is empty.
    private Tensor Narrow(PackedBatch batch, int window, Device device)
    {
        using var scope = NewDisposeScope();
        Tensor positions = tensor(batch.Positions, [RowCount, 1, Width], device: device);
        Tensor isTooFar = positions.unsqueeze(-1).sub(positions.unsqueeze(-2)).ge(window);
        Tensor seen = mask ?? full([Width, Width], float.NegativeInfinity, device: device).triu(1);
        return seen.masked_fill(isTooFar, float.NegativeInfinity).MoveToOuterDisposeScope();
    }
}
