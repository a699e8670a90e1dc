namespace Rollouts.Inference.Loading.Adapters;

/// <summary>One projection that an adapter changes, and where its two matrices lie in the adapter's flat array.</summary>
/// <param name="Name">Its name, such as <c>model.layers.0.self_attn.q_proj</c>.</param>
/// <param name="Weight">The matrix that is changed, [out, in].</param>
/// <param name="Rank">r.</param>
/// <param name="Offset">Index of the first element of A; B follows it.</param>
public sealed record AdaptedModule(string Name, WeightEntry Weight, int Rank, int Offset)
{
    private const string Prefix = "base_model.model.";

    /// <summary>Rows of the matrix.</summary>
    public int Outputs => Weight.Shape[0];

    /// <summary>Columns of the matrix.</summary>
    public int Inputs => Weight.Shape[1];

    /// <summary>A, [r, in], as a file names it.</summary>
    public WeightEntry Down => new($"{Prefix}{Name}.lora_A.weight", [Rank, Inputs], Offset);

    /// <summary>B, [out, r], as a file names it.</summary>
    public WeightEntry Up => new($"{Prefix}{Name}.lora_B.weight", [Outputs, Rank], Offset + Rank * Inputs);
}
