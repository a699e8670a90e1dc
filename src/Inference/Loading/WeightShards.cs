using Rollouts.Core;

namespace Rollouts.Inference.Loading;

/// <summary>The safetensors files of one model folder.</summary>
internal sealed class WeightShards : IDisposable
{
    private readonly string folder;
    private readonly List<SafetensorsFile> files = [];
    private readonly Dictionary<string, (SafetensorsFile File, SafetensorsEntry Entry)> found = [];

    /// <summary>Opens the files and checks that they are those of the index.</summary>
    /// <exception cref="InvalidInputException">They are not, or one is damaged.</exception>
    public WeightShards(string folder)
    {
        this.folder = folder;
        try
        {
            foreach (string name in WeightFileNames.In(folder)) files.Add(SafetensorsFile.Open(Path.Combine(folder, name)));
            Collect();
            if (WeightFileNames.ReadIndex(folder) is { } index) RequireIndex(index);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How a tensor is written; null if there is none of that name.</summary>
    public NumberFormat? FormatOf(string name) => found.TryGetValue(name, out var tensor) ? tensor.Entry.Format : null;

    /// <summary>Reads every tensor of a model, and accepts no other. Memory is taken once names and shapes are known to be right.</summary>
    /// <exception cref="InvalidInputException">Tensors are missing, left over or of another shape; they are listed by name.</exception>
    public WeightSet Read(Model.ModelConfig config)
    {
        RequireFit(WeightLayout.Of(config));
        var weights = new WeightSet(config);
        foreach (WeightEntry entry in weights.Layout.Entries) Read(entry.Name, weights.Of(entry));
        if (config.TieEmbeddings && found.ContainsKey(WeightNames.Output)) RequireTied(weights);
        return weights;
    }

    public void Dispose() => files.ForEach(file => file.Dispose());

    private void Read(string name, Span<float> target)
    {
        var (file, entry) = found[name];
        file.Read(entry, target);
    }

    private void Collect()
    {
        foreach (SafetensorsFile file in files)
            foreach (SafetensorsEntry entry in file.Entries)
                if (!found.TryAdd(entry.Name, (file, entry)))
                    throw new InvalidInputException($"{folder}: tensor {entry.Name} stands in two files, {found[entry.Name].File.Path} and {file.Path}.");
    }

    private void RequireIndex(IReadOnlyDictionary<string, string> index) => TensorNames.RequireNone(
        folder, "do not fit its index",
        ("missing", index.Where(entry => !found.TryGetValue(entry.Key, out var tensor) || Path.GetFileName(tensor.File.Path) != entry.Value)
            .Select(entry => $"{entry.Key} in {entry.Value}")),
        ("not in the index", found.Keys.Where(name => !index.ContainsKey(name))));

    private void RequireFit(WeightLayout layout) => TensorNames.RequireFit(
        folder, "do not fit its config.json", layout.Entries, found.ToDictionary(tensor => tensor.Key, tensor => tensor.Value.Entry),
        name => IsRedundant(name, layout));

    // Old exporters store the rotary table, which is computed here, and the output matrix of tied models once more.
    private static bool IsRedundant(string name, WeightLayout layout) =>
        name.EndsWith("rotary_emb.inv_freq", StringComparison.Ordinal) || (name == WeightNames.Output && !layout.Contains(name));

    private void RequireTied(WeightSet weights)
    {
        var (file, entry) = found[WeightNames.Output];
        Span<float> embedding = weights[WeightNames.Embedding];
        var output = new float[entry.Count];
        file.Read(entry, output);
        if (!embedding.SequenceEqual(output))
            throw new InvalidInputException(
                $"{folder}: config.json ties {WeightNames.Output} to {WeightNames.Embedding} (tie_word_embeddings), but the two differ. " +
                $"Set it to false, or leave {WeightNames.Output} out.");
    }
}
