namespace Rollouts.Core.Problems;

/// <summary>Where a run's problems come from.</summary>
public sealed record ProblemOptions
{
    /// <summary><c>digits</c>, <c>arithmetic</c> (both generated), <c>gsm8k</c>, <c>math</c> or <c>jsonl</c> (files).</summary>
    public string Source { get; init; } = "digits";

    /// <summary>Folder with <c>train.jsonl</c> and <c>test.jsonl</c>; needed by the file sources, unused by the generated ones.</summary>
    public string? Data { get; init; }

    /// <summary>Problems to train on, taken in seeded order; 0 = all there are.</summary>
    public int TrainCount { get; init; }

    /// <summary>Problems held out for evaluation; 0 = all there are.</summary>
    public int HeldOutCount { get; init; }

    /// <summary>Difficulty of generated problems: <c>digits</c> the least and most moves of a shortest solution,
    /// <c>arithmetic</c> the least and most operations. Both inclusive.</summary>
    public int MinimumDifficulty { get; init; } = 5;

    /// <inheritdoc cref="MinimumDifficulty"/>
    public int MaximumDifficulty { get; init; } = 6;

    /// <summary>Seed of generated sets and of the choice when fewer than all are taken; the run's own seed is not used,
    /// so that runs with different seeds share their problems.</summary>
    public ulong Seed { get; init; } = 1;
}
