using System.Runtime.InteropServices;
using Rollouts.Core;

namespace Rollouts.Inference.Loading;

/// <summary>Between the little-endian numbers of a file and floats. All supported machines are little-endian.</summary>
internal static class NumberConversion
{
    public static int Width(NumberFormat format) => format == NumberFormat.F32 ? 4 : 2;

    public static void Read(NumberFormat format, ReadOnlySpan<byte> source, Span<float> target)
    {
        switch (format)
        {
            case NumberFormat.F32:
                MemoryMarshal.Cast<byte, float>(source).CopyTo(target);
                break;
            case NumberFormat.F16:
                ReadOnlySpan<Half> halves = MemoryMarshal.Cast<byte, Half>(source);
                for (int i = 0; i < target.Length; i++) target[i] = (float)halves[i];
                break;
            case NumberFormat.BF16:
                ReadOnlySpan<ushort> upper = MemoryMarshal.Cast<byte, ushort>(source);
                for (int i = 0; i < target.Length; i++) target[i] = BitConverter.UInt32BitsToSingle((uint)upper[i] << 16);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown number format.");
        }
    }

    /// <summary>Rounds to nearest, ties to even; what was read in a format is written in it byte for byte.</summary>
    /// <exception cref="InvalidInputException">A finite number is too large for F16.</exception>
    public static void Write(NumberFormat format, ReadOnlySpan<float> source, Span<byte> target)
    {
        switch (format)
        {
            case NumberFormat.F32:
                MemoryMarshal.AsBytes(source).CopyTo(target);
                break;
            case NumberFormat.F16:
                Span<Half> halves = MemoryMarshal.Cast<byte, Half>(target);
                for (int i = 0; i < source.Length; i++) halves[i] = Narrow(source[i]);
                break;
            case NumberFormat.BF16:
                Span<ushort> upper = MemoryMarshal.Cast<byte, ushort>(target);
                for (int i = 0; i < source.Length; i++) upper[i] = UpperHalf(source[i]);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown number format.");
        }
    }

    private static Half Narrow(float value)
    {
        var half = (Half)value;
        return Half.IsInfinity(half) && float.IsFinite(value)
            ? throw new InvalidInputException($"A weight is {value}, beyond the largest number of F16 ({Half.MaxValue}). Write BF16 or F32.") : half;
    }

    // Not-a-number would become infinity if its low bits alone said so; it then gets a bit in the upper half.
    private static ushort UpperHalf(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if ((ushort)bits == 0) return (ushort)(bits >> 16);
        return float.IsNaN(value) ? (ushort)(bits >> 16 | 0x40) : (ushort)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
    }
}
