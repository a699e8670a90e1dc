using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Rollouts.Inference.Loading;

/// <summary>Writes tensors as a safetensors file; equal tensors give equal bytes.</summary>
public static class SafetensorsWriter
{
    private const int ChunkElements = 1 << 16;

    /// <summary>Writes a new file and flushes it to the disk.</summary>
    /// <returns>Lower-case hexadecimal SHA-256 of the file.</returns>
    public static string Write(string path, IReadOnlyList<NamedTensor> tensors)
    {
        using FileStream stream = File.Create(path, 1 << 20);
        string sha256 = Write(stream, tensors);
        stream.Flush(flushToDisk: true);
        return sha256;
    }

    /// <summary>Writes tensors, hashing on the way.</summary>
    /// <param name="stream">Where to; written from its current position on.</param>
    /// <param name="tensors">What; in this order, but the wider numbers first, so that all are aligned.</param>
    /// <returns>Lower-case hexadecimal SHA-256 of what was written.</returns>
    public static string Write(Stream stream, IReadOnlyList<NamedTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(stream);
        NamedTensor[] ordered = [.. tensors.OrderByDescending(tensor => NumberConversion.Width(tensor.Format))];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkElements * sizeof(float));
        Append(Header(ordered));
        foreach (NamedTensor tensor in ordered)
            for (int start = 0; start < tensor.Values.Length; start += ChunkElements)
                Append(Convert(tensor, start, buffer));
        ArrayPool<byte>.Shared.Return(buffer);
        return System.Convert.ToHexStringLower(hash.GetHashAndReset());

        void Append(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            stream.Write(bytes);
        }
    }

    private static ReadOnlySpan<byte> Convert(NamedTensor tensor, int start, byte[] buffer)
    {
        ReadOnlySpan<float> chunk = tensor.Values.Span[start..Math.Min(tensor.Values.Length, start + ChunkElements)];
        Span<byte> bytes = buffer.AsSpan(0, chunk.Length * NumberConversion.Width(tensor.Format));
        NumberConversion.Write(tensor.Format, chunk, bytes);
        return bytes;
    }

    // Padded with spaces to a multiple of 8, so that the numbers are aligned when the file is mapped. Tensor names are ASCII, so bytes
    // and characters are the same here.
    private static byte[] Header(NamedTensor[] tensors)
    {
        string json = JsonSerializer.Serialize(Describe(tensors));
        json = json.PadRight((json.Length + 7) / 8 * 8);
        var header = new byte[8 + json.Length];
        BinaryPrimitives.WriteInt64LittleEndian(header, json.Length);
        Encoding.ASCII.GetBytes(json, header.AsSpan(8));
        return header;
    }

    private static Dictionary<string, object> Describe(NamedTensor[] tensors)
    {
        var header = new Dictionary<string, object> { ["__metadata__"] = new Dictionary<string, string> { ["format"] = "pt" } };
        long offset = 0;
        foreach (NamedTensor tensor in tensors)
        {
            header[tensor.Name] = new Dictionary<string, object>
            {
                ["dtype"] = tensor.Format.ToString(),
                ["shape"] = tensor.Shape,
                ["data_offsets"] = new[] { offset, offset += tensor.ByteCount },
            };
        }

        return header;
    }
}
