using Orleans.Concurrency;
using Rollouts.Core;
using Rollouts.Core.Experience;
using Rollouts.Core.Runs;
using Rollouts.Core.Training;
using Rollouts.Core.Weights;
using Rollouts.Grains.Storage;

namespace Rollouts.Grains;

/// <inheritdoc cref="IRunGrain"/>
/// <remarks>
/// <code>
/// trainer ==publish==&gt; PolicyGrain ==published==&gt; RunGrain ==lease==&gt; silo ==rounds==&gt; ProblemGrain
///    ^                                               ^                  |
///    +===reserve=== ExperienceGrain  (===append======+======report======+
///
/// waits for                                    is woken by                          at most
/// Lease: work                                  Published, Report, Rewind, the end   20 s, then asked again
/// Watch: events                                whatever adds one                    20 s, then looks again
/// a lent visit                                 Report                               the lease's term, then lent again
/// </code>
/// Re-entrant because leases and watches wait for other calls. Safe because every decision reads and replaces the state without an
/// await between; the plan is replaced as a whole once what it follows from has been read.
/// </remarks>
[Reentrant]
internal sealed class RunGrain : Grain, IRunGrain
{
    private static readonly TimeSpan LeaseTerm = TimeSpan.FromSeconds(60);

    private readonly IPersistentState<RunState> _memory;
    private readonly TimeProvider _time;
    private readonly CoalescedWrite _write;
    private readonly Signal _changed;
    private readonly EventLog _events;
    private readonly Leases<VisitPlace> _visits;
    private readonly Leases<(int Version, int Problem)> _evaluations;
    private RunSpecification _specification = new();
    private PolicyState _policy = new();
    private VisitPlan? _plan;
    private HeldOutProgress _heldOut = new(0);
    private readonly AlarmWatch _alarms = new();
    private long _since;

    public RunGrain([PersistentState("run")] IPersistentState<RunState> memory, TimeProvider time)
    {
        (_memory, _time, _since) = (memory, time, time.GetTimestamp());
        (_write, _changed, _events) = (new(memory.WriteStateAsync), new(time), new(time));
        (_visits, _evaluations) = (new(time, LeaseTerm), new(time, LeaseTerm));
    }

    private RunState State => _memory.State;

    private RunId Id => new(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken) => State.Specification.Length == 0 ? Task.CompletedTask : RestoreAsync();

    public async Task<RunSnapshot> StartAsync(string specification, string folder, int trainCount, int heldOutCount)
    {
        RunStart.Require(Id, State, specification, trainCount, heldOutCount);
        var isNew = State.Phase == RunPhase.Created;
        // A run whose host was killed is under way as far as it knows; its new host has heard of nothing yet.
        if (isNew || State.Phase is RunPhase.Stopped or RunPhase.Failed || (State.IsUnderWay && _events.IsEmpty))
        {
            _since = _time.GetTimestamp();
            _memory.State = State with { Specification = specification, Folder = folder, TrainCount = trainCount, HeldOutCount = heldOutCount, Failure = null };
            _specification = RunSpecificationJson.Read(specification);
            if (isNew) await SaveAsync();
            await RestoreAsync();
            Enter(RunStart.PhaseOf(_specification, State, _policy), isNew ? null : "resumed");
            await SaveAsync();
        }

        return await GetState();
    }

    public Task StopAsync() => EndAsync(RunPhase.Stopped, null);

    public Task FailAsync(string reason) => EndAsync(RunPhase.Failed, reason);

    public async Task<RunSnapshot> GetState()
    {
        var experience = await Experience.GetState();
        return new(Id, _specification.Recipe, _specification.Seed, State.Phase, State.Failure, State.WarmStartStep, _specification.WarmStart.Steps,
            State.Step, _specification.Steps, State.Policy, State.Metrics, State.Evaluations, experience.Ledger, experience.GeneratedTokens,
            Seconds, Waiting(), State.Alarms);
    }

    public Task<string> GetSpecificationAsync() => State.Specification.Length > 0
        ? Task.FromResult(State.Specification)
        : throw new InvalidOperationException($"Run {Id} was never started.");

    public IAsyncEnumerable<RunEvent> WatchAsync(long cursor, CancellationToken cancellationToken) =>
        _events.FollowAsync(cursor, _changed, () => !State.IsUnderWay && State.Phase != RunPhase.Created, cancellationToken);

    public async Task<WorkLease> LeaseAsync(LeaseRequest request) =>
        await LongPoll.UntilAsync(_changed, _time, () => NextWork(request)) ?? WorkLease.Nothing;

    public Task RenewAsync(string worker)
    {
        _visits.Renew(worker);
        _evaluations.Renew(worker);
        return Task.CompletedTask;
    }

    public Task ReportVisitAsync(VisitPlace place, bool degenerate)
    {
        _visits.Return(place);
        _plan?.End(place, degenerate);
        _changed.Pulse();
        return Task.CompletedTask;
    }

    public async Task ReportEvaluationAsync(int version, int problem)
    {
        _evaluations.Return((version, problem));
        if (!_heldOut.Measured(version, problem)) return;
        await CompleteEvaluationAsync(version);
        FinishIfDone();
        await SaveAsync();
    }

    public async Task PublishedAsync(PolicyStamp stamp)
    {
        await RestorePolicyAsync();
        if (stamp.Version >= (State.Policy?.Version ?? 0)) _memory.State = State with { Policy = stamp };
        if (State.Phase == RunPhase.WarmStart) Enter(RunPhase.Training, null);
        FinishIfDone();
        await SaveAsync();
    }

    public async Task RewindAsync(int epoch, int checkpointStep)
    {
        _memory.State = State with { Epoch = epoch, Step = checkpointStep, WarmStartStep = checkpointStep > 0 ? State.WarmStartStep : 0 };
        await RestoreAsync();
        _memory.State = State with { Policy = _policy.Manifests.LastOrDefault()?.Stamp };
        if (State.IsUnderWay && State.Phase != RunStart.PhaseOf(_specification, State, _policy)) Enter(RunStart.PhaseOf(_specification, State, _policy), null);
        await SaveAsync();
    }

    public Task ReportWarmStartAsync(int epoch, StepReport report)
    {
        RunStart.RequireEpoch(epoch, State);
        _memory.State = State with { WarmStartStep = report.Step, Metrics = RunStart.Newest(State.Metrics, report.Metrics) };
        _events.Add((cursor, at) => new WarmStartStepped(cursor, at, report.Step, report.Metrics));
        return SaveAsync();
    }

    public async Task ReportStepAsync(int epoch, StepReport report)
    {
        RunStart.RequireEpoch(epoch, State);
        if (report.Step <= State.Step) return;
        _memory.State = State with { Step = report.Step, Metrics = RunStart.Newest(State.Metrics, report.Metrics) };
        _events.Add((cursor, at) => new Stepped(cursor, at, report.Step, report.Metrics));
        RaiseAlarms(report.Metrics);
        FinishIfDone();
        await SaveAsync();
    }

    public Task ReportAlarmAsync(int epoch, string text)
    {
        RunStart.RequireEpoch(epoch, State);
        if (State.Alarms.Contains(text)) return Task.CompletedTask;
        Raise(text);
        return SaveAsync();
    }

    private IExperienceGrain Experience => GrainFactory.GetGrain<IExperienceGrain>(Id.Value);

    private double Seconds => State.Seconds + (State.IsUnderWay ? _time.GetElapsedTime(_since).TotalSeconds : 0);

    private WorkLease? NextWork(LeaseRequest request)
    {
        if (!State.IsUnderWay) return WorkLease.Nothing with { Ended = true };
        return NextEvaluations(request) ?? NextVisits(request);
    }

    private WorkLease? NextEvaluations(LeaseRequest request)
    {
        foreach (var version in WorkOrder.EvaluatedVersions(_specification))
        {
            if (_policy.Find(version) is not { } weights) continue;
            var problems = _heldOut.Missing(version).Where(problem => !_evaluations.Holds((version, problem))).Take(request.FreeCount).ToArray();
            if (problems.Length == 0) continue;
            if (WorkOrder.MustDrain(request, weights)) return WorkLease.Nothing with { DrainFirst = true };
            foreach (var problem in problems) _evaluations.Lend((version, problem), request.Worker);
            return new(weights, [], problems, DrainFirst: false, Ended: false, LeaseTerm.TotalSeconds);
        }

        return null;
    }

    private WorkLease? NextVisits(LeaseRequest request)
    {
        if (_plan?.Take(request.FreeCount, MayDraw, _visits.Holds) is not { Version: { } version, Visits: var visits }) return null;
        var weights = _policy.Find(version)!;
        if (WorkOrder.MustDrain(request, weights)) return WorkLease.Nothing with { DrainFirst = true };
        foreach (var visit in visits) _visits.Lend(visit.Place, request.Worker);
        return new(weights, visits, [], DrainFirst: false, Ended: false, LeaseTerm.TotalSeconds);
    }

    private int? MayDraw(int batch) => WorkOrder.DrawingVersion(_specification, _policy, State.Step, batch);

    private async Task RestoreAsync()
    {
        _specification = RunSpecificationJson.Read(State.Specification);
        var wanted = _specification.Evaluation.Problems;
        _heldOut = new(wanted == 0 ? State.HeldOutCount : Math.Min(wanted, State.HeldOutCount));
        await RestorePolicyAsync();
        var experience = await Experience.GetState();
        _plan = new(_specification, State.TrainCount, experience);
        _visits.Clear();
        _evaluations.Clear();
        _changed.Pulse();
    }

    private async Task RestorePolicyAsync()
    {
        _policy = await GrainFactory.GetGrain<IPolicyGrain>(Id.Value).GetState();
        _memory.State = State with { Evaluations = [.. State.Evaluations.Where(report => _policy.Find(report.Policy.Version) is not { } weights || weights.Stamp == report.Policy)] };
        foreach (var version in WorkOrder.EvaluatedVersions(_specification))
        {
            if (_policy.Find(version) is not { } weights || _heldOut.IsComplete(version)) continue;
            _heldOut.Restore(weights.Stamp, await EvaluationOf(version).GetState());
            if (_heldOut.IsComplete(version)) await CompleteEvaluationAsync(version);
        }

        _changed.Pulse();
    }

    private IEvaluationGrain EvaluationOf(int version) => GrainFactory.GetGrain<IEvaluationGrain>(GrainKey.Of(Id.Value, FormattableString.Invariant($"{version}")));

    private async Task CompleteEvaluationAsync(int version)
    {
        var measured = await EvaluationOf(version).GetState();
        if (measured.Stamp is null || Array.Exists(State.Evaluations, known => known.Policy == measured.Stamp)) return;
        var report = RunStart.ReportOf(measured.Stamp, measured.Outcomes, _specification);
        _memory.State = State with { Evaluations = [.. State.Evaluations.Where(known => known.Policy.Version != version).Append(report).OrderBy(known => known.Policy.Version)] };
        _events.Add((cursor, at) => new Evaluated(cursor, at, report));
        _changed.Pulse();
    }

    private void RaiseAlarms(Dictionary<string, double> metrics)
    {
        foreach (var text in _alarms.After(metrics, State.Evaluations, _specification)) Raise(text);
    }

    private void Raise(string text)
    {
        _memory.State = State with { Alarms = [.. State.Alarms, text] };
        _events.Add((cursor, at) => new Alarmed(cursor, at, text));
    }

    private void FinishIfDone()
    {
        if (!State.IsUnderWay || State.Step < _specification.Steps || _policy.Find(_specification.Steps) is null) return;
        if (State.Phase != RunPhase.Finishing) Enter(RunPhase.Finishing, null);
        if (WorkOrder.EvaluatedVersions(_specification).All(_heldOut.IsComplete)) Enter(RunPhase.Completed, null);
    }

    private async Task EndAsync(RunPhase phase, string? reason)
    {
        if (!State.IsUnderWay) return;
        Enter(phase, reason);
        await SaveAsync();
    }

    private void Enter(RunPhase phase, string? reason)
    {
        var seconds = Seconds;
        _memory.State = State with { Phase = phase, Seconds = seconds, Failure = phase == RunPhase.Failed ? reason : null };
        _since = _time.GetTimestamp();
        _events.Add((cursor, at) => new PhaseChanged(cursor, at, phase, reason));
        _changed.Pulse();
    }

    private async Task SaveAsync()
    {
        _memory.State = State with { Seconds = Seconds };
        _since = _time.GetTimestamp();
        _changed.Pulse();
        try
        {
            await _write.SaveAsync();
        }
        catch
        {
            // What is in memory is ahead of what is durable; the next activation begins with the latter.
            DeactivateOnIdle();
            throw;
        }
    }

    private string? Waiting() => State.IsUnderWay
        ? RunStart.Waiting(_specification, State, _policy, _visits.Count, _evaluations.Count, _plan?.FilledCount(State.Step) ?? 0)
        : null;
}
