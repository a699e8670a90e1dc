using Rollouts.Core.Problems;
using Rollouts.Core.Runs;

namespace Rollouts.Core.Experience;

/// <summary>A run's visits in their order: which are to be made, which are being made, which have ended.</summary>
/// <remarks>The order follows from the seed and, under dynamic sampling, from which groups were degenerate; never from
/// who finished first: replacements are numbered when a whole wave has ended, and a batch begins when the one before is complete.
/// Rebuilt from the experience after a restart, so it is never written.</remarks>
public sealed class VisitPlan
{
    private readonly RunSpecification _specification;
    private readonly int _problemCount;
    private readonly SortedDictionary<int, List<Planned>> _batches = [];
    private int _nextBatch;
    private long _nextIndex;

    /// <summary>The plan that follows from what the experience has.</summary>
    /// <param name="specification">The run's specification.</param>
    /// <param name="problemCount">Training problems.</param>
    /// <param name="experience">What is durable.</param>
    public VisitPlan(RunSpecification specification, int problemCount, ExperienceState experience)
    {
        (_specification, _problemCount) = (specification, problemCount);
        (_nextBatch, _nextIndex) = (experience.CommittedStep, experience.FirstIndex);
        var stored = experience.Visits.ToDictionary(visit => visit.Place);
        while (stored.Count > 0 && MayOpen)
        {
            Open();
            foreach (var batch in _batches.Keys.ToArray()) Settle(batch, stored);
        }
    }

    private bool Replaces => _specification.Advantage.DropDegenerateGroups;

    private bool MayOpen => _nextBatch < _specification.Steps && (!Replaces || _batches.Count == 0);

    /// <summary>Takes visits that one version may draw, in order, and lends them.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="mayDraw">Version that draws a batch now, or null if the batch has to wait.</param>
    /// <param name="isLent">Whether a visit is being made by someone.</param>
    public (int? Version, VisitLease[] Visits) Take(int most, Func<int, int?> mayDraw, Predicate<VisitPlace> isLent)
    {
        var (version, taken, busy) = ((int?)null, new List<VisitLease>(), new HashSet<int>());
        foreach (var visit in Open(mayDraw))
        {
            // A problem's next visit begins only after the one before has ended.
            if (!busy.Add(visit.Problem) || isLent(visit.Place)) continue;
            var drawnBy = mayDraw(visit.Place.Batch);
            if (taken.Count == most || drawnBy is null || (version is not null && version != drawnBy)) break;
            version = drawnBy;
            taken.Add(visit);
        }

        return (version, [.. taken]);
    }

    /// <summary>Notes that a visit has ended; repeating it changes nothing.</summary>
    public void End(VisitPlace place, bool degenerate) => Settle(place.Batch, new Dictionary<VisitPlace, bool> { [place] = degenerate });

    /// <summary>Slots of a batch that are filled; all of them where the batch is not open any more.</summary>
    public int FilledCount(int batch) => _batches.TryGetValue(batch, out var visits)
        ? visits.Count(visit => visit.Filled)
        : batch < _nextBatch ? _specification.Schedule.ProblemsPerStep : 0;

    // Opens batches as long as all before are lent out or ended and the next may be drawn.
    private IEnumerable<VisitLease> Open(Func<int, int?> mayDraw)
    {
        for (var batch = _batches.Keys.FirstOrDefault(_nextBatch); ; batch++)
        {
            if (batch >= _nextBatch)
            {
                if (!MayOpen || mayDraw(_nextBatch) is null) yield break;
                Open();
            }

            if (!_batches.TryGetValue(batch, out var visits)) continue;
            foreach (var visit in visits.Where(visit => !visit.Ended)) yield return visit.Lease;
        }
    }

    private void Open()
    {
        var batch = _nextBatch++;
        _batches[batch] = [.. Enumerable.Range(0, _specification.Schedule.ProblemsPerStep).Select(slot => Plan(new(batch, slot, 0)))];
    }

    private Planned Plan(VisitPlace place)
    {
        var choice = ProblemChoice.At(_specification.Seed, _problemCount, _nextIndex);
        return new(new(place, _nextIndex++, choice.Problem, choice.Ordinal));
    }

    private void Settle(int batch, Dictionary<VisitPlace, StoredVisit> stored)
    {
        for (var before = -1; _batches.ContainsKey(batch) && stored.Count != before;)
        {
            before = stored.Count;
            var known = _batches[batch].Where(visit => stored.ContainsKey(visit.Lease.Place)).Select(visit => visit.Lease.Place).ToArray();
            Settle(batch, known.ToDictionary(place => place, place => stored[place].Degenerate));
            foreach (var place in known) stored.Remove(place);
        }
    }

    private void Settle(int batch, Dictionary<VisitPlace, bool> ended)
    {
        if (!_batches.TryGetValue(batch, out var visits)) return;
        foreach (var visit in visits)
            if (!visit.Ended && ended.TryGetValue(visit.Lease.Place, out var degenerate)) visit.End(degenerate && Replaces);
        if (!visits.TrueForAll(visit => visit.Ended)) return;
        var missing = visits.GroupBy(visit => visit.Lease.Place.Slot).Where(slot => !slot.Any(visit => visit.Filled))
            .Select(slot => new VisitPlace(batch, slot.Key, slot.Max(visit => visit.Lease.Place.Attempt) + 1)).OrderBy(place => place.Slot).ToArray();
        if (missing.Length == 0) _batches.Remove(batch);
        else visits.AddRange(missing.Select(Plan));
    }

    private sealed class Planned(VisitLease lease)
    {
        public VisitLease Lease => lease;

        public bool Ended { get; private set; }

        public bool Filled { get; private set; }

        public void End(bool degenerate) => (Ended, Filled) = (true, WorkOrder.FillsSlot(lease.Place, degenerate));
    }
}
