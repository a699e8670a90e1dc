using System.Globalization;
using System.Text.Json;
using Rollouts.Core;

namespace Rollouts.Inference.Loading;

/// <summary>Which files of a model folder hold its weights: one file, or the shards that an index names.</summary>
internal static class WeightFileNames
{
    public const string Single = "model.safetensors";
    public const string Index = Single + ".index.json";

    /// <summary>Name of a shard.</summary>
    /// <param name="number">From 1 to <paramref name="count"/>.</param>
    /// <param name="count">Shards in all.</param>
    public static string Shard(int number, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"model-{number:D5}-of-{count:D5}.safetensors");

    /// <summary>Whether a folder has weights.</summary>
    public static bool AreIn(string folder) => File.Exists(Path.Combine(folder, Single)) || File.Exists(Path.Combine(folder, Index));

    /// <summary>For each tensor that the index of a folder names, its file; null where the folder has a single file, which goes before
    /// an index, as in the reference library.</summary>
    /// <exception cref="InvalidInputException">The index is damaged, or there are no weights.</exception>
    public static IReadOnlyDictionary<string, string>? ReadIndex(string folder)
    {
        if (File.Exists(Path.Combine(folder, Single))) return null;
        string index = Path.Combine(folder, Index);
        if (!File.Exists(index)) throw new InvalidInputException($"{folder} has neither {Single} nor {Index}; expected the weights of a model.");
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(index), new() { AllowDuplicateProperties = false });
            var files = document.RootElement.GetProperty("weight_map").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!);
            if (files.Count == 0) throw new InvalidInputException($"{index} names no tensors.");
            return files.Values.All(name => name is not (null or "") && name == Path.GetFileName(name)) ? files
                : throw new InvalidInputException($"{index} names files outside of its folder.");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidInputException($"{index} is not an index of weights: {error.Message}", error);
        }
    }

    /// <summary>The weight files of a folder, in ordinal order.</summary>
    public static string[] In(string folder) =>
        ReadIndex(folder) is { } index ? [.. index.Values.Distinct().Order(StringComparer.Ordinal)] : [Single];

    /// <summary>Removes the weights of a folder, whichever their layout.</summary>
    public static void Remove(string folder)
    {
        File.Delete(Path.Combine(folder, Single));
        File.Delete(Path.Combine(folder, Index));
        foreach (string shard in Directory.EnumerateFiles(folder, "model-?????-of-?????.safetensors").ToArray()) File.Delete(shard);
    }
}
