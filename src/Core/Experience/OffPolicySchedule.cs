namespace Rollouts.Core.Experience;

/// <summary>Which weights draw a batch (REC, arXiv 2509.24203). Batch t is the t-th, from 0; step t + 1 consumes it, so version v has learnt
/// from batches 0 to v - 1.</summary>
public static class OffPolicySchedule
{
    /// <summary>v(t), the version that draws a batch: 0 for t &lt; o, else s·⌊(t - o) / s⌋; offline always 0.</summary>
    /// <returns>Null under <see cref="ScheduleMode.Async"/>, where the newest weights at hand draw it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The batch is negative, the interval below 1 or the offset negative.</exception>
    public static int? VersionFor(ScheduleOptions options, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Interval, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Offset);
        return options.Mode switch
        {
            ScheduleMode.Offline => 0,
            ScheduleMode.Interval => batch < options.Offset ? 0 : options.Interval * ((batch - options.Offset) / options.Interval),
            _ => null,
        };
    }

    /// <summary>d(t) = t - v(t): the age, in versions, at which a batch is trained on; null under <see cref="ScheduleMode.Async"/>.</summary>
    public static int? AgeOf(ScheduleOptions options, int batch) => batch - VersionFor(options, batch);

    /// <summary>Whether a version has to be published because some batch of the run is drawn by it.</summary>
    /// <param name="options">The schedule.</param>
    /// <param name="version">Optimizer steps done.</param>
    /// <param name="stepCount">Steps of the run; the last version is always published.</param>
    public static bool IsPublished(ScheduleOptions options, int version, int stepCount) => version == 0 || version == stepCount || options.Mode switch
    {
        ScheduleMode.Offline => false,
        ScheduleMode.Interval => version % options.Interval == 0,
        _ => true,
    };
}
