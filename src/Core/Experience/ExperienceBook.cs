using Rollouts.Core.Runs;
using Rollouts.Core.Training;

namespace Rollouts.Core.Experience;

/// <summary>How the experience's memory changes: the decisions of its grain. Every function keeps
/// generated = consumed + dropped + pending.</summary>
/// <remarks>
/// Bounds. Size: a visit is admitted while it fits, or while it belongs to the batch the trainer waits for; so at most
/// the configured bound and one batch wait, and the trainer's batch is never locked out by later ones.
/// Age: batch t is trained on by weights of version t, whatever the queue does, so a visit of version v has age t - v there;
/// it is refused at the door if that exceeds the bound.
/// </remarks>
public static class ExperienceBook
{
    /// <summary>Takes a visit in.</summary>
    public static (ExperienceState State, AppendResult Result) Append(ExperienceState state, VisitReport report, ScheduleOptions options)
    {
        if (report.Place.Batch < state.ReservedStep || Array.Exists(state.Visits, visit => visit.Place == report.Place)) return (state, AppendResult.Duplicate);
        if (IsStale(report, options)) return (Counted(state, report, 0, new() { ["stale"] = report.RolloutCount }), AppendResult.Stale);
        var trainable = report.RolloutCount - report.Dropped.Values.Sum();
        if (report.Place.Batch > state.ReservedStep && !Fits(state, trainable, report.Payload.LongLength, options)) return (state, AppendResult.Full);
        var visit = new StoredVisit(report.Place, report.Index, report.Visit, report.Policy, trainable, report.Payload.LongLength, report.Degenerate);
        return (Counted(state, report, trainable, report.Dropped) with { Visits = Inserted(state.Visits, visit) }, AppendResult.Accepted);
    }

    /// <summary>Reserves the batch of a step, if it is complete; a reserved step stays as it is. Visits is null where the
    /// batch is not complete.</summary>
    /// <exception cref="StaleEpochException">The epoch is an old one.</exception>
    /// <exception cref="InvalidOperationException">The step is committed, or leaves steps out.</exception>
    public static (ExperienceState State, ReservedVisit[]? Visits) Reserve(ExperienceState state, int epoch, int step, int slotCount)
    {
        RequireEpoch(state, epoch);
        if (step <= state.CommittedStep || step > state.ReservedStep + 1)
            throw new InvalidOperationException($"Step {step} can't be reserved: steps up to {state.CommittedStep} are committed and steps up to {state.ReservedStep} reserved.");
        var visits = BatchOf(state, step - 1);
        if (FilledCount(visits) < slotCount) return (state, null);
        var reserved = visits.Select(visit => new ReservedVisit(visit.Place, visit.Policy)).ToArray();
        if (step <= state.ReservedStep) return (state, reserved);
        var count = visits.Sum(visit => visit.TrainableCount);
        return (state with { ReservedStep = step, Ledger = Moved(state.Ledger, count) }, reserved);
    }

    /// <summary>Forgets what steps up to this one consumed.</summary>
    /// <exception cref="StaleEpochException">The epoch is an old one.</exception>
    public static (ExperienceState State, StoredVisit[] Forgotten) Commit(ExperienceState state, int epoch, int step)
    {
        RequireEpoch(state, epoch);
        if (step <= state.CommittedStep) return (state, []);
        if (step > state.ReservedStep) throw new InvalidOperationException($"Step {step} can't be committed: only steps up to {state.ReservedStep} were reserved.");
        var forgotten = state.Visits.Where(visit => visit.Place.Batch < step).ToArray();
        return (state with
        {
            CommittedStep = step,
            FirstIndex = forgotten.Select(visit => visit.Index + 1).Append(state.FirstIndex).Max(),
            Visits = [.. state.Visits.Where(visit => visit.Place.Batch >= step)],
        }, forgotten);
    }

    /// <summary>Hands the run to a new trainer: what was reserved after its checkpoint waits again.</summary>
    /// <exception cref="StaleEpochException">A newer trainer has the run.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint is older than what was forgotten.</exception>
    public static (ExperienceState State, StoredVisit[] Forgotten) BeginEpoch(ExperienceState state, int epoch, int checkpointStep, bool forgetLater)
    {
        if (epoch < state.Epoch) throw Stale(state, epoch);
        if (checkpointStep < state.CommittedStep)
            throw new InvalidOperationException($"The trainer goes on from step {checkpointStep}, but the rollouts of steps up to {state.CommittedStep} are no longer kept. Resume from a newer checkpoint, or start the run anew.");
        if (checkpointStep > state.ReservedStep)
            throw new InvalidOperationException($"The trainer goes on from step {checkpointStep}, but only steps up to {state.ReservedStep} were ever handed out; the checkpoint belongs to another run, or the state file was lost.");
        var returned = state.Visits.Where(visit => visit.Place.Batch >= checkpointStep && visit.Place.Batch < state.ReservedStep).Sum(visit => visit.TrainableCount);
        state = state with { Epoch = epoch, ReservedStep = checkpointStep, Ledger = Moved(state.Ledger, -returned) };
        return forgetLater ? WithoutLater(state, checkpointStep) : (state, []);
    }

    /// <summary>Slots of a batch that need no further visit.</summary>
    public static int FilledCount(IEnumerable<StoredVisit> visits) => visits.Count(visit => WorkOrder.FillsSlot(visit.Place, visit.Degenerate));

    /// <summary>A batch's visits in the order in which they are read.</summary>
    public static StoredVisit[] BatchOf(ExperienceState state, int batch) => [.. state.Visits.Where(visit => visit.Place.Batch == batch)];

    /// <summary>What still fits in: rollouts and bytes, never below 0.</summary>
    public static (long Rollouts, long Bytes) Credit(ExperienceState state, ScheduleOptions options) => (
        Math.Max(0, options.MaximumPendingRollouts - state.Ledger.Pending),
        Math.Max(0, options.MaximumPendingBytes - Waiting(state).Sum(visit => visit.Bytes)));

    private static bool Fits(ExperienceState state, int rollouts, long bytes, ScheduleOptions options)
    {
        var credit = Credit(state, options);
        return rollouts <= credit.Rollouts && bytes <= credit.Bytes;
    }

    // Weights that no longer exist drew these; a trainer that goes on asynchronously won't make them again.
    private static (ExperienceState State, StoredVisit[] Forgotten) WithoutLater(ExperienceState state, int version)
    {
        var lost = state.Visits.Where(visit => visit.Place.Batch >= state.ReservedStep && visit.Policy.Version > version).ToArray();
        var count = lost.Sum(visit => (long)visit.TrainableCount);
        var ledger = state.Ledger with { Pending = state.Ledger.Pending - count, Dropped = Added(state.Ledger.Dropped, [new("lost_policy", count)]) };
        return (state with { Visits = [.. state.Visits.Except(lost)], Ledger = ledger }, lost);
    }

    private static bool IsStale(VisitReport report, ScheduleOptions options) =>
        !Staleness.IsAdmitted(options, report.Policy.Version, report.Place.Batch + 1);

    private static IEnumerable<StoredVisit> Waiting(ExperienceState state) => state.Visits.Where(visit => visit.Place.Batch >= state.ReservedStep);

    private static ExperienceState Counted(ExperienceState state, VisitReport report, long pending, Dictionary<string, int> dropped) => state with
    {
        GeneratedTokens = state.GeneratedTokens + report.TokenCount,
        Ledger = new(state.Ledger.Generated + report.RolloutCount, state.Ledger.Consumed,
            Added(state.Ledger.Dropped, dropped.Select(reason => KeyValuePair.Create(reason.Key, (long)reason.Value))), state.Ledger.Pending + pending),
    };

    private static Ledger Moved(Ledger ledger, long count) => ledger with { Consumed = ledger.Consumed + count, Pending = ledger.Pending - count };

    private static Dictionary<string, long> Added(Dictionary<string, long> dropped, IEnumerable<KeyValuePair<string, long>> more)
    {
        var sum = new Dictionary<string, long>(dropped);
        foreach (var (reason, count) in more)
            if (count > 0) sum[reason] = sum.GetValueOrDefault(reason) + count;
        return sum;
    }

    private static StoredVisit[] Inserted(StoredVisit[] visits, StoredVisit visit)
    {
        var at = visits.Length;
        while (at > 0 && visits[at - 1].Place.Order.CompareTo(visit.Place.Order) > 0) at--;
        return [.. visits.AsSpan(0, at), visit, .. visits.AsSpan(at)];
    }

    private static void RequireEpoch(ExperienceState state, int epoch)
    {
        if (epoch != state.Epoch) throw Stale(state, epoch);
    }

    private static StaleEpochException Stale(ExperienceState state, int epoch) =>
        new($"A trainer of epoch {epoch} asks; the run belongs to epoch {state.Epoch}. Stop this trainer.");
}
