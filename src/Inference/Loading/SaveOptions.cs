namespace Rollouts.Inference.Loading;

/// <summary>How a policy is written.</summary>
public sealed record SaveOptions
{
    /// <summary>How numbers are written; null = each tensor as it is in <see cref="Source"/>, or in F32 without one.</summary>
    public NumberFormat? Format { get; init; } = NumberFormat.F32;

    /// <summary>The folder that the policy came from: its config is kept but for the number format, and its generation config, tokenizer
    /// and chat template are copied; null = none.</summary>
    public string? Source { get; init; }

    /// <summary>Bytes of a weight file at most; beyond it the weights are cut into shards with an index. A tensor is never cut.</summary>
    public long ShardBytes { get; init; } = long.MaxValue;
}
