using Rollouts.Inference.Loading;
using static TorchSharp.torch;

namespace Rollouts.Inference.Model;

/// <summary>Cuts the flat weights and gradients into the tensors that the layers multiply with.</summary>
internal sealed class WeightViews(WeightLayout layout, Tensor values, Tensor gradients)
{
    /// <summary>One tensor, or several that lie side by side as one: their rows are joined.</summary>
    /// <returns>A leaf whose gradient is the matching view of the flat gradient.</returns>
    public Tensor Of(params string[] names)
    {
        WeightEntry[] entries = [.. names.Select(name => layout[name])];
        if (entries.Zip(entries.Skip(1)).Any(pair => pair.First.Offset + pair.First.Length != pair.Second.Offset))
            throw new ArgumentException($"{string.Join(", ", names)} do not lie side by side.", nameof(names));
        long length = entries.Sum(entry => entry.Length);
        long[] shape = entries[0].IsMatrix ? [length / entries[0].Shape[1], entries[0].Shape[1]] : [length];
        Tensor leaf = Cut(values, entries[0].Offset, length, shape).requires_grad_();
        leaf.grad = Cut(gradients, entries[0].Offset, length, shape);
        return leaf;
    }

    private static Tensor Cut(Tensor flat, long offset, long length, long[] shape)
    {
        using Tensor cut = flat.narrow(0, offset, length);
        using Tensor shaped = cut.view(shape);
        return shaped.detach().DetachFromDisposeScope();
    }
}
