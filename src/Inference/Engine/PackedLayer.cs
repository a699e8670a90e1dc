using Rollouts.Inference.Engine.Kernels;

namespace Rollouts.Inference.Engine;

/// <summary>One layer's weights as the kernels read them.</summary>
internal sealed unsafe class PackedLayer
{
    /// <summary>Shape [hidden stride].</summary>
    public required float* AttentionNorm { get; init; }

    /// <summary>Query, key and value heads in one matrix.</summary>
    public required PanelMatrix Projection { get; init; }

    /// <summary>Shape [padded head width]; null where the model has none.</summary>
    public required float* QueryNorm { get; init; }

    /// <summary>Shape [padded head width]; null where the model has none.</summary>
    public required float* KeyNorm { get; init; }

    public required PanelMatrix AttentionOutput { get; init; }

    /// <summary>Shape [hidden stride].</summary>
    public required float* FeedForwardNorm { get; init; }

    /// <summary>Gate and up, woven.</summary>
    public required PanelMatrix Gate { get; init; }

    public required PanelMatrix Down { get; init; }
}
