namespace Rollouts.Core.Problems;

/// <summary>Where a run's problems come from.</summary>
public sealed record ProblemOptions
{
    /// <summary><c>digits</c>, <c>arithmetic</c> (both generated), <c>gsm8k</c>, <c>math</c>, <c>deepmath</c> (files of that
    /// shape), or <c>jsonl</c> (files of your own).</summary>
    public string Source { get; init; } = "digits";

    /// <summary>Folder with <c>train.jsonl</c> and <c>test.jsonl</c>; needed by the file sources, unused by the generated ones. Each may be
    /// <c>.jsonl.gz</c>, <c>.parquet</c> or Parquet shards (<c>train-00000-of-00002.parquet</c>) as well.</summary>
    public string? Data { get; init; }

    /// <summary>Where a file source finds the parts of a problem.</summary>
    public FieldOptions Fields { get; init; } = new();

    /// <summary>How a worked solution is cut into steps.</summary>
    public StepRule Steps { get; init; }

    /// <summary>What becomes of a line that is no usable problem.</summary>
    public BadLines BadLines { get; init; }

    /// <summary>What becomes of a problem that does not fit into the policy's context.</summary>
    public TooLong TooLong { get; init; }

    /// <summary>Problems to train on, taken in seeded order; 0 = all there are.</summary>
    public int TrainCount { get; init; }

    /// <summary>Problems held out for evaluation; 0 = all there are. Where a folder has training problems only, so many of them, in seeded
    /// order, are held out, and it may not be 0.</summary>
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
