using Rollouts.Core;
using Rollouts.Inference.Model;

namespace Rollouts.Inference.Loading;

/// <summary>All weights of a model as one flat array: which tensor lies where.</summary>
/// <remarks>All matrices come first, so that weight decay is a prefix. Query, key and value lie side by side, and so do gate and
/// up: each group is one matrix for a single multiplication, without copying.</remarks>
public sealed class WeightLayout
{
    private readonly Dictionary<string, WeightEntry> byName;

    private WeightLayout(List<(string Name, int[] Shape)> tensors)
    {
        var entries = new List<WeightEntry>(tensors.Count);
        foreach (var (name, shape) in tensors)
        {
            long end = Length + shape.Aggregate(1L, (product, size) => product * size);
            if (end > Array.MaxLength)
                throw new InvalidInputException($"The model has more than {Array.MaxLength} numbers, which is all that fit here. Take a smaller one.");
            entries.Add(new(name, shape, Length));
            Length = (int)end;
        }

        Entries = entries;
        MatrixLength = entries.First(entry => !entry.IsMatrix).Offset;
        byName = entries.ToDictionary(entry => entry.Name);
    }

    /// <summary>The tensors by rising offset, without gaps.</summary>
    public IReadOnlyList<WeightEntry> Entries { get; }

    /// <summary>Elements in all.</summary>
    public int Length { get; }

    /// <summary>Elements of the matrices, which come first.</summary>
    public int MatrixLength { get; }

    /// <summary>The tensor of a name.</summary>
    /// <exception cref="KeyNotFoundException">The model has none of that name.</exception>
    public WeightEntry this[string name] => byName[name];

    /// <summary>Whether the model has a tensor of that name.</summary>
    public bool Contains(string name) => byName.ContainsKey(name);

    /// <summary>The layout of a model.</summary>
    /// <exception cref="InvalidInputException">It has more numbers than one array holds.</exception>
    public static WeightLayout Of(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var tensors = new List<(string, int[])> { (WeightNames.Embedding, [config.VocabularySize, config.Hidden]) };
        for (int layer = 0; layer < config.Layers; layer++) tensors.AddRange(Matrices(config, layer));
        if (!config.TieEmbeddings) tensors.Add((WeightNames.Output, [config.VocabularySize, config.Hidden]));
        for (int layer = 0; layer < config.Layers; layer++) tensors.AddRange(Vectors(config, layer));
        tensors.Add((WeightNames.FinalNorm, [config.Hidden]));
        return new(tensors);
    }

    private static (string, int[])[] Matrices(ModelConfig config, int layer)
    {
        int queries = config.Heads * config.HeadWidth, keys = config.KeyValueHeads * config.HeadWidth;
        return
        [
            (WeightNames.Query(layer), [queries, config.Hidden]),
            (WeightNames.Key(layer), [keys, config.Hidden]),
            (WeightNames.Value(layer), [keys, config.Hidden]),
            (WeightNames.AttentionOutput(layer), [config.Hidden, queries]),
            (WeightNames.Gate(layer), [config.Intermediate, config.Hidden]),
            (WeightNames.Up(layer), [config.Intermediate, config.Hidden]),
            (WeightNames.Down(layer), [config.Hidden, config.Intermediate]),
        ];
    }

    private static List<(string, int[])> Vectors(ModelConfig config, int layer)
    {
        int queries = config.Heads * config.HeadWidth, keys = config.KeyValueHeads * config.HeadWidth;
        List<(string, int[])> vectors =
            [(WeightNames.AttentionNorm(layer), [config.Hidden]), (WeightNames.FeedForwardNorm(layer), [config.Hidden])];
        if (config.AttentionBias)
            vectors.AddRange([(WeightNames.QueryBias(layer), [queries]), (WeightNames.KeyBias(layer), [keys]), (WeightNames.ValueBias(layer), [keys])]);
        if (config.AttentionOutputBias)
            vectors.Add((WeightNames.AttentionOutputBias(layer), [config.Hidden]));
        if (config.FeedForwardBias)
            vectors.AddRange([(WeightNames.GateBias(layer), [config.Intermediate]), (WeightNames.UpBias(layer), [config.Intermediate]), (WeightNames.DownBias(layer), [config.Hidden])]);
        if (config.QueryKeyNorm)
            vectors.AddRange([(WeightNames.QueryNorm(layer), [config.HeadWidth]), (WeightNames.KeyNorm(layer), [config.HeadWidth])]);
        return vectors;
    }
}
