using Rollouts.Core;
using Rollouts.Inference.Model;
using static TorchSharp.torch;

namespace Rollouts.Inference.Loading.Adapters;

/// <summary>A low-rank adapter of one model: its config and its numbers.</summary>
public sealed class Adapter
{
    /// <summary>An adapter whose numbers are all zero: it changes nothing.</summary>
    /// <param name="config">What it adapts, and how strongly.</param>
    /// <param name="model">Whose adapter it is.</param>
    /// <exception cref="InvalidInputException">The model has no such projections.</exception>
    public Adapter(AdapterConfig config, ModelConfig model)
    {
        ArgumentNullException.ThrowIfNull(config);
        (Config, Model) = (config, model);
        Modules = Lay(config, model);
        Values = new float[Modules[^1].Up.Offset + Modules[^1].Up.Length];
    }

    /// <summary>What it adapts, and how strongly.</summary>
    public AdapterConfig Config { get; }

    /// <summary>Whose adapter it is.</summary>
    public ModelConfig Model { get; }

    /// <summary>What it changes, by rising offset.</summary>
    public IReadOnlyList<AdaptedModule> Modules { get; }

    /// <summary>A and B of every module, one after the other.</summary>
    public float[] Values { get; }

    /// <summary>The elements of an A or a B, row-major.</summary>
    public Span<float> Of(WeightEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Values.AsSpan(entry.Offset, entry.Length);
    }

    /// <summary>An A or a B as a tensor of its own.</summary>
    public Tensor Matrix(WeightEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return tensor(Of(entry).ToArray(), [entry.Shape[0], entry.Shape[1]]);
    }

    /// <summary>W + s·B·A for every adapted projection, and a copy of everything else.</summary>
    /// <param name="weights">The model without the adapter.</param>
    /// <exception cref="ArgumentException">They are of another model.</exception>
    public WeightSet Merge(WeightSet weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Config != Model) throw new ArgumentException($"The weights are of {weights.Config}, expected {Model}.", nameof(weights));
        var merged = new WeightSet(weights.Config);
        weights.Values.CopyTo(merged.Values, 0);
        foreach (AdaptedModule module in Modules) AddTo(merged.Of(module.Weight), module);
        return merged;
    }

    /// <summary>What an adapter of this config changes in a model; takes no memory for its numbers.</summary>
    internal static AdaptedModule[] Lay(AdapterConfig config, ModelConfig model)
    {
        const string suffix = ".weight";
        var projections = WeightLayout.Of(model).Entries.Where(entry => entry.IsMatrix && entry.Name != WeightNames.Embedding)
            .ToDictionary(entry => entry.Name[..^suffix.Length]);
        var modules = new List<AdaptedModule>();
        foreach (string name in config.Targets.Choose([.. projections.Keys]))
        {
            WeightEntry weight = projections[name];
            int offset = modules is [.., var last] ? last.Up.Offset + last.Up.Length : 0;
            if (offset + (long)config.Rank * (weight.Shape[0] + weight.Shape[1]) > Array.MaxLength)
                throw new InvalidInputException($"An adapter of rank {config.Rank} has more numbers than fit here; take a lower rank.");
            modules.Add(new(name, weight, config.Rank, offset));
        }

        return [.. modules];
    }

    private void AddTo(Span<float> weight, AdaptedModule module)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Tensor change = Matrix(module.Up).mm(Matrix(module.Down)).mul(Config.Scale);
        ReadOnlySpan<float> numbers = change.data<float>().ToArray();
        for (int i = 0; i < weight.Length; i++) weight[i] += numbers[i];
    }
}
