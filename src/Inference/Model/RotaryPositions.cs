using TorchSharp;
using static TorchSharp.torch;

namespace Rollouts.Inference.Model;

/// <summary>The rotary table as tensors, grown as longer rows come.</summary>
internal sealed class RotaryPositions(ModelConfig config, Device device) : IDisposable
{
    private Tensor? cosines, sines;
    private int positionCount;

    /// <summary>Cosines and sines at the given positions.</summary>
    /// <param name="positions">Shape [N].</param>
    /// <returns>Each shape [N, 1, D / 2], in the caller's dispose scope.</returns>
    public (Tensor Cosines, Tensor Sines) At(long[] positions)
    {
        Grow(checked((int)positions.Max() + 1));
        using Tensor index = tensor(positions, device: device);
        return (cosines!.index_select(0, index), sines!.index_select(0, index));
    }

    public void Dispose()
    {
        cosines?.Dispose();
        sines?.Dispose();
    }

    private void Grow(int count)
    {
        if (count <= positionCount) return;
        Dispose();
        positionCount = Math.Max(count, 2 * positionCount);
        var (cosine, sine) = RotaryTable.Build(config, positionCount);
        cosines = OnDevice(cosine);
        sines = OnDevice(sine);
    }

    private Tensor OnDevice(float[] table) =>
        tensor(table, [positionCount, 1, config.HeadWidth / 2], device: device).DetachFromDisposeScope();
}
