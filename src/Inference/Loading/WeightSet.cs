using Rollouts.Inference.Model;

namespace Rollouts.Inference.Loading;

/// <summary>The weights of a model as plain numbers, shared by trainer, engine and files.</summary>
public sealed class WeightSet
{
    /// <summary>Weights of a model, all zero.</summary>
    public WeightSet(ModelConfig config)
    {
        Config = config;
        Layout = WeightLayout.Of(config);
        Values = new float[Layout.Length];
    }

    /// <summary>Whose weights they are.</summary>
    public ModelConfig Config { get; }

    /// <summary>Which tensor lies where in <see cref="Values"/>.</summary>
    public WeightLayout Layout { get; }

    /// <summary>All tensors, one after the other.</summary>
    public float[] Values { get; }

    /// <summary>The elements of one tensor, row-major.</summary>
    /// <exception cref="KeyNotFoundException">The model has none of that name.</exception>
    public Span<float> this[string name] => Of(Layout[name]);

    /// <summary>The elements of one tensor, row-major.</summary>
    public Span<float> Of(WeightEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Values.AsSpan(entry.Offset, entry.Length);
    }
}
