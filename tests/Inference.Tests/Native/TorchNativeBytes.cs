using System.Buffers.Binary;
using Rollouts.Build;

namespace Rollouts.Inference.Tests.Native;

internal static class TorchNativeBytes
{
    // The System V hash of the version's name stands first in its Vernaux record; the flags follow it.
    public static byte[] WithStrictNeed(byte[] library)
    {
        Span<byte> hash = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(hash, ElfHash(TorchNative.Version));
        int record = library.AsSpan().IndexOf(hash);
        Assert.True(record > 0, $"the library has no need of {TorchNative.Version}; has TorchSharp been updated?");
        library[record + 4] = 0;
        return library;
    }

    private static uint ElfHash(string name)
    {
        uint hash = 0;
        foreach (char letter in name)
        {
            hash = (hash << 4) + letter;
            hash = (hash ^ (hash & 0xf0000000) >> 24) & 0x0fffffff;
        }

        return hash;
    }
}
