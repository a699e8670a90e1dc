namespace Rollouts.Core.Experience;

/// <summary>Who decides which weights draw a batch.</summary>
public enum ScheduleMode
{
    /// <summary>Batch t is drawn by version v(t) = 0 for t &lt; o, else s·⌊(t - o)/s⌋ (REC; algorithms 3.2). Deterministic.</summary>
    Interval,

    /// <summary>The newest weights draw, and what is older than <see cref="ScheduleOptions.MaximumAge"/> at training time is dropped.</summary>
    Async,

    /// <summary>Every batch is drawn by the initial policy.</summary>
    Offline,
}

/// <summary>Off-policyness: how far the data may lag behind the weights that learn from them.</summary>
public sealed record ScheduleOptions
{
    /// <summary>See <see cref="ScheduleMode"/>.</summary>
    public ScheduleMode Mode { get; init; } = ScheduleMode.Interval;

    /// <summary>s, optimizer steps between weight updates of the generators; at least 1. s = 1, o = 0 is on-policy.</summary>
    public int Interval { get; init; } = 1;

    /// <summary>o, batches that generation runs ahead; at least 0.</summary>
    public int Offset { get; init; }

    /// <summary>Async: greatest age in versions at training time, queue time included; at least 0.</summary>
    public int MaximumAge { get; init; } = 4;

    /// <summary>Problems of a batch, P; at least 1.</summary>
    public int ProblemsPerStep { get; init; } = 16;

    /// <summary>Rollouts that may wait, at most.</summary>
    public int MaximumPendingRollouts { get; init; } = 65_536;

    /// <summary>Packed bytes that may wait, at most.</summary>
    public long MaximumPendingBytes { get; init; } = 1L << 30;
}
