using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Rollouts.Inference.Loading;

/// <summary>Writes weights as a safetensors file; equal weights give equal bytes.</summary>
public static class SafetensorsWriter
{
    private const int ChunkElements = 1 << 16;

    /// <summary>Writes all tensors in the layout's order, hashing on the way.</summary>
    /// <param name="stream">Where to; written from its current position on.</param>
    /// <param name="weights">What.</param>
    /// <param name="format">F32 or BF16.</param>
    /// <returns>Lower-case hexadecimal SHA-256 of what was written.</returns>
    public static string Write(Stream stream, WeightSet weights, NumberFormat format = NumberFormat.F32)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(weights);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(Header(weights.Layout, format));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkElements * NumberConversion.Width(format));
        for (int start = 0; start < weights.Values.Length; start += ChunkElements)
        {
            ReadOnlySpan<float> chunk = weights.Values.AsSpan(start, Math.Min(ChunkElements, weights.Values.Length - start));
            Span<byte> bytes = buffer.AsSpan(0, chunk.Length * NumberConversion.Width(format));
            NumberConversion.Write(format, chunk, bytes);
            Append(bytes);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Append(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            stream.Write(bytes);
        }
    }

    // Padded with spaces to a multiple of 8, so that the numbers are aligned when the file is mapped.
    private static byte[] Header(WeightLayout layout, NumberFormat format)
    {
        string json = JsonSerializer.Serialize(Describe(layout, format));
        json = json.PadRight((Encoding.UTF8.GetByteCount(json) + 7) / 8 * 8);
        var header = new byte[8 + json.Length];
        BinaryPrimitives.WriteInt64LittleEndian(header, json.Length);
        Encoding.UTF8.GetBytes(json, header.AsSpan(8));
        return header;
    }

    // Tensor names are ASCII, so bytes and characters are the same here.
    private static Dictionary<string, object> Describe(WeightLayout layout, NumberFormat format)
    {
        int width = NumberConversion.Width(format);
        var header = new Dictionary<string, object> { ["__metadata__"] = new Dictionary<string, string> { ["format"] = "pt" } };
        foreach (WeightEntry entry in layout.Entries)
            header[entry.Name] = new Dictionary<string, object>
            {
                ["dtype"] = format == NumberFormat.F32 ? "F32" : "BF16",
                ["shape"] = entry.Shape,
                ["data_offsets"] = new[] { (long)entry.Offset * width, ((long)entry.Offset + entry.Length) * width },
            };
        return header;
    }
}
