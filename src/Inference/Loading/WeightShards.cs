using System.Text.Json;
using Rollouts.Core;

namespace Rollouts.Inference.Loading;

/// <summary>The safetensors files of one model folder: a single one, or the shards that an index names.</summary>
internal sealed class WeightShards : IDisposable
{
    private const string IndexName = PolicyFolder.WeightsName + ".index.json";

    private readonly string folder;
    private readonly List<SafetensorsFile> files = [];

    public WeightShards(string folder)
    {
        this.folder = folder;
        try
        {
            foreach (string name in FileNames(folder)) files.Add(SafetensorsFile.Open(Path.Combine(folder, name)));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Reads every tensor of the model, and accepts no other.</summary>
    public void ReadInto(WeightSet weights)
    {
        var found = Collect();
        List<string> missing = [], misshapen = [], left = [.. found.Keys.Where(name => !weights.Layout.Contains(name) && !IsRedundant(name, weights))];
        foreach (WeightEntry entry in weights.Layout.Entries)
        {
            if (!found.TryGetValue(entry.Name, out var tensor)) missing.Add(entry.Name);
            else if (!tensor.Entry.Shape.SequenceEqual(entry.Shape))
                misshapen.Add($"{entry.Name} {tensor.Entry.ShapeText} instead of [{string.Join(", ", entry.Shape)}]");
            else tensor.File.Read(tensor.Entry, weights.Of(entry));
        }

        RequireNone(("missing", missing), ("of another shape", misshapen), ("left over", left));
    }

    public void Dispose() => files.ForEach(file => file.Dispose());

    private Dictionary<string, (SafetensorsFile File, SafetensorsEntry Entry)> Collect()
    {
        var found = new Dictionary<string, (SafetensorsFile, SafetensorsEntry)>();
        foreach (SafetensorsFile file in files)
            foreach (SafetensorsEntry entry in file.Entries)
                if (!found.TryAdd(entry.Name, (file, entry)))
                    throw new InvalidInputException($"{folder}: tensor {entry.Name} stands in two files, {found[entry.Name].Item1.Path} and {file.Path}.");
        return found;
    }

    // Old exporters store the rotary table, which is computed here, and the output matrix of tied models once more.
    private static bool IsRedundant(string name, WeightSet weights) =>
        name.EndsWith("rotary_emb.inv_freq", StringComparison.Ordinal) || (name == WeightNames.Output && weights.Config.TieEmbeddings);

    private void RequireNone(params (string What, List<string> Names)[] lists)
    {
        string[] complaints = [.. lists.Where(list => list.Names.Count > 0).Select(list => $"{list.What}: {string.Join(", ", list.Names)}")];
        if (complaints.Length > 0)
            throw new InvalidInputException($"The weights in {folder} do not fit its config.json; {string.Join("; ", complaints)}.");
    }

    private static string[] FileNames(string folder)
    {
        string index = Path.Combine(folder, IndexName);
        if (!File.Exists(index)) return [PolicyFolder.WeightsName];
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(index));
            string[] names = [.. document.RootElement.GetProperty("weight_map").EnumerateObject().Select(entry => entry.Value.GetString()!).Distinct()];
            return names.All(name => name == Path.GetFileName(name)) ? names
                : throw new InvalidInputException($"{index} names files outside of its folder.");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidInputException($"{index} is not an index of weights: {error.Message}", error);
        }
    }
}
