using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Providers;
using Orleans.Storage;
using Rollouts.Core.Experience;
using Rollouts.Core.Runs;
using Rollouts.Grains.Storage;

namespace Rollouts.Grains;

/// <inheritdoc cref="IExperienceGrain"/>
/// <remarks>
/// Re-entrant so that appends share writes. Safe because every decision reads and replaces the state without an await between,
/// and an answer is given only after a write that began later. A group's own row is written before the state names it and
/// deleted after the state has forgotten it: a crash can leave a row that no one names, never a name without a row.
/// <code>
/// waits for                     is woken by        at most
/// Reserve: a complete batch     Append             20 s, then asked again
/// Append:  the state file       its commit         the call's own limit
/// </code>
/// </remarks>
[Reentrant]
internal sealed class ExperienceGrain : Grain, IExperienceGrain
{
    private readonly IPersistentState<ExperienceState> _memory;
    private readonly IGrainStorage _groups;
    private readonly RunSpecifications _specifications;
    private readonly TimeProvider _time;
    private readonly CoalescedWrite _write;
    private readonly Signal _appended;

    public ExperienceGrain(
        [PersistentState("experience")] IPersistentState<ExperienceState> memory,
        [FromKeyedServices(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME)] IGrainStorage groups, RunSpecifications specifications, TimeProvider time)
    {
        (_memory, _groups, _specifications, _time) = (memory, groups, specifications, time);
        (_write, _appended) = (new(memory.WriteStateAsync), new(time));
    }

    public async Task<AppendReceipt> AppendAsync(VisitReport report)
    {
        var schedule = await ScheduleAsync();
        var (_, expected) = ExperienceBook.Append(_memory.State, report, schedule);
        if (expected == AppendResult.Accepted) await WriteGroupAsync(report);
        var (state, result) = ExperienceBook.Append(_memory.State, report, schedule);
        await SaveAsync(state);
        if (result == AppendResult.Accepted) _appended.Pulse();
        var (rollouts, bytes) = ExperienceBook.Credit(_memory.State, schedule);
        return new(result, rollouts, bytes);
    }

    public async Task<ReservedVisit[]?> ReserveAsync(int epoch, int step)
    {
        var schedule = await ScheduleAsync();
        var visits = await LongPoll.UntilAsync(_appended, _time, () =>
        {
            var (state, visits) = ExperienceBook.Reserve(_memory.State, epoch, step, schedule.ProblemsPerStep);
            _memory.State = state;
            return visits;
        });
        if (visits is not null) await SaveAsync(_memory.State);
        return visits;
    }

    public async Task<byte[]> ReadAsync(VisitPlace place)
    {
        var row = new GrainState<PackedGroup>();
        await _groups.ReadStateAsync(RowOf(place), this.GetGrainId(), row);
        return row is { RecordExists: true, State: { } group } ? group.Bytes : throw new InvalidOperationException($"The experience has no visit {place}; it was committed, or never appended.");
    }

    public async Task CommitAsync(int epoch, int step)
    {
        var (state, forgotten) = ExperienceBook.Commit(_memory.State, epoch, step);
        await SaveAsync(state);
        await ForgetAsync(forgotten);
    }

    public async Task BeginEpochAsync(int epoch, int checkpointStep, bool forgetLater)
    {
        var (state, forgotten) = ExperienceBook.BeginEpoch(_memory.State, epoch, checkpointStep, forgetLater);
        await SaveAsync(state);
        await ForgetAsync(forgotten);
        _appended.Pulse();
    }

    public Task<ExperienceState> GetState() => Task.FromResult(_memory.State);

    // Not asked for on activation: the run's grain looks at this state while it activates itself, and the two would wait for each other.
    private async ValueTask<ScheduleOptions> ScheduleAsync() => (await _specifications.GetAsync(this.GetPrimaryKeyString())).Schedule;

    private async Task SaveAsync(ExperienceState state)
    {
        _memory.State = state;
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

    private async Task WriteGroupAsync(VisitReport report)
    {
        var row = new GrainState<PackedGroup> { State = new() { Bytes = report.Payload } };
        try
        {
            await _groups.WriteStateAsync(RowOf(report.Place), this.GetGrainId(), row);
        }
        catch (InconsistentStateException)
        {
            // A crash left the row of an earlier try: it is taken over.
            await _groups.ReadStateAsync(RowOf(report.Place), this.GetGrainId(), row);
            row.State = new() { Bytes = report.Payload };
            await _groups.WriteStateAsync(RowOf(report.Place), this.GetGrainId(), row);
        }
    }

    private Task ForgetAsync(StoredVisit[] visits) => Task.WhenAll(visits.Select(async visit =>
    {
        var row = new GrainState<PackedGroup>();
        await _groups.ReadStateAsync(RowOf(visit.Place), this.GetGrainId(), row);
        await _groups.ClearStateAsync(RowOf(visit.Place), this.GetGrainId(), row);
    }));

    private static string RowOf(VisitPlace place) => string.Create(CultureInfo.InvariantCulture, $"group-{place}");
}

/// <summary>A packed group's row.</summary>
internal sealed record PackedGroup
{
    /// <summary>The bytes.</summary>
    public byte[] Bytes { get; init; } = [];
}
