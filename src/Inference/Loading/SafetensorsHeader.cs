using System.Buffers.Binary;
using System.Text.Json;
using Rollouts.Core;

namespace Rollouts.Inference.Loading;

/// <summary>Reads the header of a safetensors file and trusts nothing in it: an 8-byte length, that many bytes of JSON
/// (name -> dtype, shape, data_offsets), then the data without overlap or gap.</summary>
internal static class SafetensorsHeader
{
    /// <summary>Longest header accepted, as in the reference implementation.</summary>
    public const long MaximumLength = 100_000_000;

    private const string Metadata = "__metadata__";

    /// <summary>Reads the length that stands before the JSON.</summary>
    public static long ReadLength(ReadOnlySpan<byte> prefix, long fileLength, string path)
    {
        if (prefix.Length < 8) throw Broken(path, $"it has {fileLength} bytes; a safetensors file begins with an 8-byte header length");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaximumLength || (long)length > fileLength - 8)
            throw Broken(path, $"its header claims {length} bytes, but the file has {fileLength} (and a header at most {MaximumLength})");
        return (long)length;
    }

    /// <summary>Reads the JSON; entries by rising offset.</summary>
    public static SafetensorsEntry[] Parse(ReadOnlyMemory<byte> json, long dataLength, string path)
    {
        if (json.Span is not [(byte)'{', ..]) throw Broken(path, "its header does not begin with {");
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            RequireMetadata(document.RootElement, path);
            SafetensorsEntry[] entries = [.. document.RootElement.EnumerateObject()
                .Where(property => property.Name != Metadata)
                .Select(property => ReadEntry(property, path))
                .OrderBy(entry => entry.Begin).ThenBy(entry => entry.End)];
            RequireUniqueNames(entries, path);
            RequireSeamless(entries, dataLength, path);
            return entries;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InvalidInputException($"{path} is damaged: its header is not what safetensors headers are: {error.Message}", error);
        }
    }

    private static void RequireMetadata(JsonElement header, string path)
    {
        if (header.TryGetProperty(Metadata, out JsonElement metadata) && metadata.EnumerateObject().Any(entry => entry.Value.ValueKind != JsonValueKind.String))
            throw Broken(path, $"its {Metadata} holds something else than texts");
    }

    private static SafetensorsEntry ReadEntry(JsonProperty property, string path)
    {
        string name = property.Name;
        if (property.Value.EnumerateObject().Count() != property.Value.EnumerateObject().DistinctBy(field => field.Name).Count())
            throw Broken(path, $"tensor {name} has a field twice");
        NumberFormat format = property.Value.GetProperty("dtype").GetString() switch
        {
            "F32" => NumberFormat.F32,
            "F16" => NumberFormat.F16,
            "BF16" => NumberFormat.BF16,
            var other => throw new InvalidInputException($"{path}: tensor {name} has numbers of type {other}; F32, F16 and BF16 can be read."),
        };
        int[] shape = [.. property.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
        long[] offsets = [.. property.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
        if (offsets.Length != 2) throw Broken(path, $"tensor {name} has {offsets.Length} offsets, expected 2");
        var entry = new SafetensorsEntry(name, format, shape, offsets[0], offsets[1]);
        RequireLength(entry, path);
        return entry;
    }

    private static void RequireLength(SafetensorsEntry entry, string path)
    {
        Int128 bytes = NumberConversion.Width(entry.Format);
        foreach (int size in entry.Shape)
        {
            if (size < 0) throw Broken(path, $"tensor {entry.Name} has the shape {entry.ShapeText}");
            bytes *= size;
            if (bytes > long.MaxValue) throw Broken(path, $"tensor {entry.Name} has the impossible shape {entry.ShapeText}");
        }

        if (entry.Begin < 0 || entry.End < entry.Begin || entry.End - entry.Begin != bytes)
            throw Broken(path, $"tensor {entry.Name} {entry.ShapeText} needs {bytes} bytes but has those from {entry.Begin} to {entry.End}");
    }

    private static void RequireUniqueNames(SafetensorsEntry[] entries, string path)
    {
        if (entries.GroupBy(entry => entry.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw Broken(path, $"tensor {twice.Key} stands in its header {twice.Count()} times");
    }

    private static void RequireSeamless(SafetensorsEntry[] entries, long dataLength, string path)
    {
        long end = 0;
        foreach (SafetensorsEntry entry in entries)
        {
            if (entry.Begin != end)
                throw Broken(path, $"tensor {entry.Name} begins at byte {entry.Begin}, the one before it ends at {end}: {(entry.Begin < end ? "an overlap" : "a gap")}");
            end = entry.End;
        }

        if (end != dataLength)
            throw Broken(path, $"its tensors fill {end} bytes and {dataLength} are there; {(end > dataLength ? "it was cut off; copy it again" : "something follows them")}");
    }

    private static InvalidInputException Broken(string path, string why) => new($"{path} is damaged: {why}.");
}
