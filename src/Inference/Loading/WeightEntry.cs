namespace Rollouts.Inference.Loading;

/// <summary>Where one named tensor lies in a flat array of weights.</summary>
/// <param name="Name">Its name in a Hugging Face checkpoint, for example <c>model.layers.0.self_attn.q_proj.weight</c>.</param>
/// <param name="Shape">Its shape; matrices are [out, in].</param>
/// <param name="Offset">Index of its first element.</param>
public sealed record WeightEntry(string Name, int[] Shape, int Offset)
{
    /// <summary>Elements.</summary>
    public int Length => Shape.Aggregate(1, (product, size) => checked(product * size));

    /// <summary>Whether it has two dimensions: weight decay and random initialisation are for matrices.</summary>
    public bool IsMatrix => Shape.Length == 2;
}
