using Rollouts.Core.Runs;
using Rollouts.Core.Weights;

namespace Rollouts.Trainer.Checkpoints;

/// <summary>What a checkpoint says of itself: <c>checkpoint.json</c>.</summary>
public sealed record CheckpointManifest
{
    /// <summary>Raised when the layout changes; a reader refuses what it does not know.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Layout of the folder.</summary>
    public int FormatVersion { get; init; } = CurrentFormat;

    /// <summary>See <see cref="TrainingState.Phase"/>.</summary>
    public required RunPhase Phase { get; init; }

    /// <summary>Steps done in that phase.</summary>
    public required int Step { get; init; }

    /// <summary>Optimizer updates in that phase.</summary>
    public required int UpdateCount { get; init; }

    /// <summary>P.</summary>
    public required int ParameterCount { get; init; }

    /// <summary>Epoch of the trainer that wrote it.</summary>
    public required int Epoch { get; init; }

    /// <summary>Seed of all chance: with phase and step it is the whole random state, as nothing is drawn from a running generator.</summary>
    public required ulong Seed { get; init; }

    /// <summary>SHA-256 of the run's specification.</summary>
    public required string SpecificationSha256 { get; init; }

    /// <summary>The files with their hashes; the reference policy's among them where there is one.</summary>
    public required WeightFile[] Files { get; init; }
}
