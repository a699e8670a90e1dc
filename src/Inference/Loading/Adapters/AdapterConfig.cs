namespace Rollouts.Inference.Loading.Adapters;

/// <summary>A low-rank adapter (LoRA: Hu et al. 2021, equation 3): W + s·B·A in place of W, for chosen projections.</summary>
public sealed record AdapterConfig
{
    /// <summary>r, rows of A and columns of B; at least 1.</summary>
    public required int Rank { get; init; }

    /// <summary>α: together with r it makes the scale.</summary>
    public required double Alpha { get; init; }

    /// <summary>Whether s is α/√r (Kalajdzievski 2023) instead of α/r.</summary>
    public bool IsRankStabilized { get; init; }

    /// <summary>Share of what A reads that peft drops in training; without influence on what the adapted model computes. Kept for saving.</summary>
    public double Dropout { get; init; }

    /// <summary>Which projections it adapts.</summary>
    public required TargetModules Targets { get; init; }

    /// <summary>The name of the model that it belongs to, as its maker knew it; null = not said.</summary>
    public string? BaseModel { get; init; }

    /// <summary>s.</summary>
    public double Scale => Alpha / (IsRankStabilized ? Math.Sqrt(Rank) : Rank);
}
