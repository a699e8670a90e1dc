using System.Runtime.InteropServices;

namespace Rollouts.Inference.Engine.Kernels;

/// <summary>Floats outside the managed heap, zeroed, on a 64-byte boundary, so that vectors are aligned and nothing moves.</summary>
/// <remarks>Whoever owns it disposes it; the finaliser is for owners that died.</remarks>
internal sealed unsafe class NativeBuffer : IDisposable
{
    private const nuint Alignment = 64;
    private float* _start;

    public NativeBuffer(long floatCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(floatCount);
        Count = floatCount;
        var bytes = (nuint)floatCount * sizeof(float);
        _start = (float*)NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(_start, bytes);
        GC.AddMemoryPressure((long)bytes);
    }

    ~NativeBuffer() => Free();

    public long Count { get; }

    public float* Start => _start;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_start == null) return;
        NativeMemory.AlignedFree(_start);
        _start = null;
        GC.RemoveMemoryPressure(Count * sizeof(float));
    }
}
