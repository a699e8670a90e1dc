using System.Text.Json;
using Rollouts.Core.Weights;

namespace Rollouts.Inference.Loading;

/// <summary>Writes the weights of a model folder: one file, or shards with their index where one would be too large.</summary>
internal static class WeightShardWriter
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>Replaces the weights of a folder.</summary>
    /// <returns>The files, the index before the shards.</returns>
    public static WeightFile[] Write(string folder, IReadOnlyList<NamedTensor> tensors, long shardBytes)
    {
        WeightFileNames.Remove(folder);
        List<List<NamedTensor>> shards = Cut(tensors, shardBytes);
        if (shards.Count == 1) return [Write(folder, WeightFileNames.Single, shards[0])];
        string[] names = [.. Enumerable.Range(1, shards.Count).Select(number => WeightFileNames.Shard(number, shards.Count))];
        WeightFile[] written = [.. shards.Zip(names, (shard, name) => Write(folder, name, shard))];
        File.WriteAllText(Path.Combine(folder, WeightFileNames.Index), Index(shards, names));
        return [PolicyFolder.Describe(folder, WeightFileNames.Index), .. written];
    }

    private static WeightFile Write(string folder, string name, List<NamedTensor> tensors)
    {
        string path = Path.Combine(folder, name), sha256 = SafetensorsWriter.Write(path, tensors);
        return new(name, new FileInfo(path).Length, sha256);
    }

    private static List<List<NamedTensor>> Cut(IReadOnlyList<NamedTensor> tensors, long shardBytes)
    {
        var shards = new List<List<NamedTensor>>();
        long filled = 0;
        foreach (NamedTensor tensor in tensors)
        {
            if (shards.Count == 0 || filled + tensor.ByteCount > shardBytes)
            {
                shards.Add([]);
                filled = 0;
            }

            shards[^1].Add(tensor);
            filled += tensor.ByteCount;
        }

        return shards;
    }

    private static string Index(List<List<NamedTensor>> shards, string[] names)
    {
        var map = shards.SelectMany((shard, i) => shard.Select(tensor => (tensor.Name, File: names[i]))).OrderBy(entry => entry.Name, StringComparer.Ordinal);
        return JsonSerializer.Serialize(
            new Dictionary<string, object>
            {
                ["metadata"] = new Dictionary<string, long> { ["total_size"] = shards.Sum(shard => shard.Sum(tensor => tensor.ByteCount)) },
                ["weight_map"] = map.ToDictionary(entry => entry.Name, entry => entry.File),
            },
            Readable) + "\n";
    }
}
