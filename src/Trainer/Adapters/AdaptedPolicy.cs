using Rollouts.Inference.Loading;
using Rollouts.Inference.Loading.Adapters;
using Rollouts.Inference.Model;

namespace Rollouts.Trainer.Adapters;

/// <summary>A model that is trained through an adapter: its own weights stay, the adapter's learn.</summary>
/// <remarks>The decoder computes with W' = W + s·B·A, so that every forward pass, packed or not, is that of the merged model. The
/// adapter's gradients follow from that of W' by the chain rule: ∂L/∂A = s·Bᵀ·∂L/∂W' and ∂L/∂B = s·∂L/∂W'·Aᵀ. The policy that is trained
/// is the one that samples, so an adapter's dropout, <see cref="AdapterConfig.Dropout"/>, is not done. Not thread-safe.</remarks>
public sealed class AdaptedPolicy : IDisposable
{
    private readonly WeightSet frozen;

    /// <summary>A model and its adapter.</summary>
    /// <param name="weights">The model without it; not copied, not changed.</param>
    /// <param name="adapter">Read again by <see cref="Merge"/>.</param>
    /// <exception cref="ArgumentException">The adapter is of another model.</exception>
    public AdaptedPolicy(WeightSet weights, Adapter adapter)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        (frozen, Adapter) = (weights, adapter);
        Decoder = new(adapter.Merge(weights));
        Gradients = new float[adapter.Values.Length];
    }

    /// <summary>What learns.</summary>
    public Adapter Adapter { get; }

    /// <summary>The merged model; its gradients are those of the merged weights.</summary>
    public Decoder Decoder { get; }

    /// <summary>The gradient of <see cref="Adapter.Values"/>, once <see cref="CollectGradients"/> was called. Shape as theirs.</summary>
    public float[] Gradients { get; }

    /// <summary>Takes the adapter's gradients from those that backward passes left in the decoder.</summary>
    public void CollectGradients()
    {
        using var _ = no_grad();
        foreach (var module in Adapter.Modules)
        {
            using var scope = NewDisposeScope();
            var gradient = Decoder.Gradients.narrow(0, module.Weight.Offset, module.Weight.Length).view(module.Outputs, module.Inputs).to(CPU);
            Keep(module.Down, Adapter.Matrix(module.Up).t().mm(gradient));
            Keep(module.Up, gradient.mm(Adapter.Matrix(module.Down).t()));
        }
    }

    /// <summary>Gives the decoder the adapter's present numbers.</summary>
    public void Merge() => Decoder.Write(Adapter.Merge(frozen));

    /// <inheritdoc/>
    public void Dispose() => Decoder.Dispose();

    private void Keep(WeightEntry entry, Tensor gradient)
    {
        using var scaled = gradient.mul(Adapter.Config.Scale);
        scaled.data<float>().CopyTo(Gradients, entry.Offset);
    }
}
