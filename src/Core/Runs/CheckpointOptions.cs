namespace Rollouts.Core.Runs;

/// <summary>What is kept so that a run can go on after anything.</summary>
public sealed record CheckpointOptions
{
    /// <summary>Steps between checkpoints; at least 1. The last step always writes one.</summary>
    public int Every { get; init; } = 25;

    /// <summary>Checkpoints kept, at least 1; the newest good one is never deleted.</summary>
    public int Keep { get; init; } = 2;
}
