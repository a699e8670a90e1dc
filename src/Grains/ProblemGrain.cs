using Rollouts.Core.Hints;
using Rollouts.Core.Problems;
using Rollouts.Core.Runs;
using Rollouts.Grains.Storage;

namespace Rollouts.Grains;

/// <inheritdoc cref="IProblemGrain"/>
[CollectionAgeLimit(Minutes = 2)]
internal sealed class ProblemGrain(
    [PersistentState("problem")] IPersistentState<ProblemState> memory, RunSpecifications specifications) : Grain, IProblemGrain
{
    private RunSpecification _specification = new();
    private ProblemId _problem;
    private RecordedVisit? _outstanding;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var (run, problem) = GrainKey.Split(this.GetPrimaryKeyString());
        _problem = new(problem);
        _specification = await specifications.GetAsync(run);
    }

    public Task<Hint> BeginVisitAsync(int ordinal, int unitCount)
    {
        var visit = Find(ordinal);
        if (visit is null && ordinal == memory.State.EndedCount) visit = _outstanding = Progress(ordinal).Begin(ordinal, unitCount);
        return visit is null
            ? throw new InvalidOperationException(
                $"Visit {ordinal} of problem {_problem} can't begin: {memory.State.EndedCount} visits have ended, so the next is {memory.State.EndedCount}, and only the last {VisitProgress.KeptVisits} can be repeated.")
            : Task.FromResult(visit.Rounds.Length > 0 ? visit.Rounds[0].Hint : visit.NextHint!);
    }

    public async Task<RoundAnswer> RecordRoundAsync(int ordinal, RoundOutcome outcome)
    {
        var visit = Find(ordinal) ?? throw new InvalidOperationException($"Visit {ordinal} of problem {_problem} has not begun here; begin it again.");
        if (outcome.Round < visit.Rounds.Length) return VisitProgress.Answer(visit, outcome.Round, alreadyApplied: true);
        if (outcome.Round > visit.Rounds.Length)
            throw new InvalidOperationException($"Round {outcome.Round} of visit {ordinal} of problem {_problem} comes before round {visit.Rounds.Length}; begin the visit again.");
        visit = Progress(ordinal).Record(visit, outcome);
        if (visit.NextHint is null) await memory.ReplaceAsync(Progress(ordinal).End(memory.State, visit));
        _outstanding = visit.NextHint is null ? null : visit;
        return VisitProgress.Answer(visit, outcome.Round, alreadyApplied: false);
    }

    public Task<ProblemState> GetState() => Task.FromResult(memory.State with { Outstanding = _outstanding });

    private RecordedVisit? Find(int ordinal) =>
        _outstanding?.Ordinal == ordinal ? _outstanding : Array.Find(memory.State.Visits, visit => visit.Ordinal == ordinal);

    private VisitProgress Progress(int ordinal) =>
        VisitProgress.For(_specification.Hint, memory.State, new(_problem, ordinal), _specification.Seed);
}
