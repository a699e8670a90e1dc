using System.Text.Json;
using Rollouts.Core.Weights;

namespace Rollouts.Inference.Loading;

/// <summary>Writes the weights of a model folder: one file, or shards with their index where one would be too large.</summary>
internal static class WeightShardWriter
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>Replaces the weights of a folder; those that were there stay until the new ones are whole.</summary>
    /// <returns>The files, the index before the shards.</returns>
    public static WeightFile[] Write(string folder, IReadOnlyList<NamedTensor> tensors, long shardBytes)
    {
        List<List<NamedTensor>> shards = Cut(tensors, shardBytes);
        string[] names = shards.Count == 1 ? [WeightFileNames.Single]
            : [.. Enumerable.Range(1, shards.Count).Select(number => WeightFileNames.Shard(number, shards.Count))];
        string[] unfinished = [.. names.Select(name => Path.Combine(folder, name + ".writing"))];
        WeightFile[] files = WriteUnfinished(shards, names, unfinished);
        WeightFileNames.Remove(folder);
        foreach (var (path, name) in unfinished.Zip(names)) File.Move(path, Path.Combine(folder, name));
        if (shards.Count == 1) return files;
        File.WriteAllText(Path.Combine(folder, WeightFileNames.Index), Index(shards, names));
        return [PolicyFolder.Describe(folder, WeightFileNames.Index), .. files];
    }

    private static WeightFile[] WriteUnfinished(List<List<NamedTensor>> shards, string[] names, string[] paths)
    {
        try
        {
            string[] hashes = [.. shards.Zip(paths, (shard, path) => SafetensorsWriter.Write(path, shard))];
            return [.. names.Select((name, i) => new WeightFile(name, new FileInfo(paths[i]).Length, hashes[i]))];
        }
        catch
        {
            foreach (string path in paths) File.Delete(path);
            throw;
        }
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
