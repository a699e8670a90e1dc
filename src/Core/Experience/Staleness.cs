namespace Rollouts.Core.Experience;

/// <summary>The age bound of asynchronous runs; README.md of this folder states and proves it.</summary>
public static class Staleness
{
    /// <summary>Age, in versions, of rollouts when a step trains on them: step t trains version t - 1.</summary>
    /// <param name="oldestPolicy">Version of the oldest weights that drew any token.</param>
    /// <param name="step">1-based step that trains on them.</param>
    public static int AgeAt(int oldestPolicy, int step) => step - 1 - oldestPolicy;

    /// <summary>Whether a step may train on them: their age then is at most <see cref="ScheduleOptions.MaximumAge"/>. Asked when the
    /// batch is reserved, so time in the queue counts; outside <see cref="ScheduleMode.Async"/> the schedule itself sets the age.</summary>
    public static bool IsAdmitted(ScheduleOptions options, int oldestPolicy, int step) =>
        options.Mode != ScheduleMode.Async || AgeAt(oldestPolicy, step) <= options.MaximumAge;

    /// <summary>Visits that may still be begun so that none of them is bound to be too old when its turn comes, if every step takes
    /// <see cref="ScheduleOptions.ProblemsPerStep"/> visits in order.</summary>
    /// <param name="options">The schedule.</param>
    /// <param name="version">The newest version, with which they would be drawn.</param>
    /// <param name="outstanding">Visits begun and not yet reserved by a step.</param>
    public static int Capacity(ScheduleOptions options, int version, int outstanding)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        ArgumentOutOfRangeException.ThrowIfNegative(outstanding);
        return (int)Math.Clamp((long)(options.MaximumAge + 1) * options.ProblemsPerStep - outstanding, 0, int.MaxValue);
    }
}
