using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Rollouts.Core.Weights;

namespace Rollouts.Trainer.Checkpoints;

/// <summary>Arrays of float32 as files: the numbers alone, little-endian.</summary>
internal static class CheckpointFiles
{
    /// <summary>Writes and flushes an array.</summary>
    public static WeightFile Write(string folder, string name, float[] values, Func<string, Stream> create)
    {
        var bytes = MemoryMarshal.AsBytes<float>(values);
        using var stream = create(Path.Combine(folder, name));
        stream.Write(bytes);
        Flush(stream);
        return new(name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    /// <summary>Reads an array and compares it with what was written.</summary>
    /// <exception cref="InvalidDataException">The file is missing, short or changed.</exception>
    public static float[] Read(string folder, WeightFile file, int count)
    {
        var path = Path.Combine(folder, file.Name);
        if (!File.Exists(path))
            throw new InvalidDataException($"{file.Name} is missing");
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length != file.Bytes || bytes.Length != (long)count * sizeof(float))
            throw new InvalidDataException($"{file.Name} has {bytes.Length} bytes, expected {file.Bytes}: it was cut off");
        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != file.Sha256)
            throw new InvalidDataException($"{file.Name} does not have the hash it was written with: it is damaged");
        return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
    }

    /// <summary>Flushes to the disk itself where the stream is a file.</summary>
    public static void Flush(Stream stream)
    {
        if (stream is FileStream file) file.Flush(flushToDisk: true);
        else stream.Flush();
    }
}
