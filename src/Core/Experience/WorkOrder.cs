using Rollouts.Core.Runs;
using Rollouts.Core.Weights;

namespace Rollouts.Core.Experience;

/// <summary>Which weights a run's work needs, and when.</summary>
public static class WorkOrder
{
    /// <summary>Attempts at a slot under dynamic sampling; the last one is taken as it is.</summary>
    public const int MaximumAttempts = 10;

    /// <summary>Whether an engine must finish what it is drawing before it takes these weights over.</summary>
    public static bool MustDrain(LeaseRequest request, WeightManifest weights) =>
        request.InFlightCount > 0 && request.Loaded != weights.Stamp.Version;

    /// <summary>Versions that are evaluated: the first, one every <see cref="EvaluationOptions.Every"/> steps, the last; ascending.
    /// Where the schedule does not publish a version, the next one that it does publish is measured in its place.</summary>
    public static int[] EvaluatedVersions(RunSpecification specification)
    {
        var (every, steps) = (specification.Evaluation.Every, specification.Steps);
        var wanted = every == 0 ? [] : Enumerable.Range(0, steps / every + 1).Select(i => i * every);
        return [.. wanted.Append(0).Append(steps).Select(NextPublished).Distinct().Order()];

        int NextPublished(int version)
        {
            while (!OffPolicySchedule.IsPublished(specification.Schedule, version, steps)) version++;
            return version;
        }
    }

    /// <summary>Oldest version that batches from <paramref name="batch"/> on may be drawn by.</summary>
    public static int OldestVersionNeeded(ScheduleOptions schedule, int batch) =>
        OffPolicySchedule.VersionFor(schedule, batch) ?? Math.Max(0, batch - schedule.MaximumAge);

    /// <summary>Version that draws a batch right now; null if the batch has to wait for weights or for room.</summary>
    /// <param name="specification">The run's specification.</param>
    /// <param name="policy">Weights that can be had.</param>
    /// <param name="step">Steps done.</param>
    /// <param name="batch">0-based batch.</param>
    public static int? DrawingVersion(RunSpecification specification, PolicyState policy, int step, int batch)
    {
        var rollouts = (batch + 1L - step) * specification.Schedule.ProblemsPerStep * BatchArithmetic.RolloutsPerVisit(specification.Hint);
        if (batch > step && rollouts > specification.Schedule.MaximumPendingRollouts) return null;
        if (OffPolicySchedule.VersionFor(specification.Schedule, batch) is { } fixedVersion) return policy.Find(fixedVersion)?.Stamp.Version;
        return policy.Manifests.LastOrDefault()?.Stamp.Version is { } newest && batch - newest <= specification.Schedule.MaximumAge ? newest : null;
    }

    /// <summary>Whether a visit is the last attempt at its slot.</summary>
    public static bool FillsSlot(VisitPlace place, bool degenerate) => !degenerate || place.Attempt >= MaximumAttempts - 1;
}
