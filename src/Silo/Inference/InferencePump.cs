using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Rollouts.Core.Weights;

namespace Rollouts.Silo.Inference;

/// <summary>Keeps the engine fed: leases visits and evaluations while there is room, loads the weights they are to be drawn from,
/// and runs them side by side until the run takes no more work.</summary>
/// <remarks>
/// <code>
/// waits for                      is woken by                         at most
/// room for another visit         a visit or evaluation that ends     as long as those take
/// work (LeaseAsync)              the run's grain                     20 s, then asks again
/// the end of all in flight       the same, before other weights      as long as those take
/// room in the experience         its grain, asked again and again    the run's end
/// </code>
/// </remarks>
internal sealed class InferencePump : IDisposable
{
    private const int LeastCapacity = 4;
    private static readonly TimeSpan FirstRenewal = TimeSpan.FromSeconds(5);

    private readonly IRolloutEngine _engine;
    private readonly IRunGrain _run;
    private readonly VisitRunner _visits;
    private readonly EvaluationRunner _evaluations;
    private readonly FailureReport _failure;
    private readonly EngineIdle _idle;
    private readonly TimeProvider _time;
    private readonly string _worker = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}";
    private readonly int _capacity;
    private readonly SemaphoreSlim _room;
    private readonly CancellationTokenSource _resting = new();
    private TimeSpan _renewal = FirstRenewal;

    public InferencePump(
        RunSpecification specification, IRolloutEngine engine, IRunGrain run, VisitRunner visits, EvaluationRunner evaluations, FailureReport failure,
        WaitTimes waits, TimeProvider time)
    {
        (_engine, _run, _visits, _evaluations, _failure, _time) = (engine, run, visits, evaluations, failure, time);
        _idle = new(waits, time);
        // Twice what the engine decodes at once: while one half waits for verdicts and hints, the other is drawn.
        var sequences = Math.Min(specification.Hint.RolloutsPerRound, 1 + specification.Evaluation.Samples);
        _capacity = Math.Max(LeastCapacity, 2 * engine.Snapshot.SlotCount / sequences);
        _room = new(_capacity);
    }

    /// <summary>Works until the run takes no more work and what was in flight is handed over. Never throws: what goes wrong fails the run.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewing = GuardAsync(RenewAsync, ended);
        await GuardAsync(LeaseAsync, ended);
        await DrainAsync(CancellationToken.None);
        await ended.CancelAsync();
        await renewing;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _room.Dispose();
        _resting.Dispose();
    }

    /// <summary>Takes no more work; ends once what is in flight has been handed over.</summary>
    public async Task RestAsync()
    {
        await _resting.CancelAsync();
        await DrainAsync(CancellationToken.None);
    }

    private async Task LeaseAsync(CancellationTokenSource ended)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ended.Token, _resting.Token);
        try
        {
            while (await AskAsync(stop.Token) is { Ended: false } lease)
            {
                if (lease.DrainFirst) await DrainAsync(stop.Token);
                else if (lease.Policy is { } policy) await TakeOnAsync(lease, policy, ended);
            }
        }
        catch (OperationCanceledException) when (_resting.IsCancellationRequested)
        {
            // What a late answer has lent lapses and is lent to others.
        }
    }

    private async Task<WorkLease> AskAsync(CancellationToken stop)
    {
        await _room.WaitAsync(stop);
        _room.Release();
        var free = _room.CurrentCount;
        var request = new LeaseRequest(_worker, _engine.Snapshot.Policy?.Version, _capacity - free, free);
        return await TransientFailures.RetryAsync(() => _run.LeaseAsync(request), _time, stop).WaitAsync(stop);
    }

    private async Task TakeOnAsync(WorkLease lease, WeightManifest policy, CancellationTokenSource ended)
    {
        _renewal = TimeSpan.FromSeconds(lease.Seconds / 3);
        if (_engine.Snapshot.Policy != policy.Stamp)
        {
            await DrainAsync(ended.Token);
            await _idle.LoadAsync(() => _engine.LoadAsync(policy.Folder, policy.Stamp, ended.Token));
        }

        foreach (var visit in lease.Visits) await StartAsync(token => _visits.RunAsync(visit, policy.Stamp, token), ended);
        foreach (var problem in lease.Evaluations) await StartAsync(token => _evaluations.RunAsync(problem, policy.Stamp, token), ended);
    }

    private async Task StartAsync(Func<CancellationToken, Task> work, CancellationTokenSource ended)
    {
        await _room.WaitAsync(ended.Token);
        _idle.Began();
        _ = Task.Run(async () =>
        {
            await GuardAsync(source => work(source.Token), ended);
            _idle.Ended();
            _room.Release();
        }, CancellationToken.None);
    }

    // Whoever holds every place knows that nobody is at work.
    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        var held = 0;
        try
        {
            for (; held < _capacity; held++) await _room.WaitAsync(cancellationToken);
        }
        finally
        {
            if (held > 0) _room.Release(held);
        }
    }

    private async Task RenewAsync(CancellationTokenSource ended)
    {
        while (true)
        {
            await Task.Delay(_renewal, _time, ended.Token);
            await TransientFailures.RetryAsync(() => _run.RenewAsync(_worker), _time, ended.Token);
        }
    }

    private async Task GuardAsync(Func<CancellationTokenSource, Task> work, CancellationTokenSource ended)
    {
        try
        {
            await work(ended);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The run has ended or another part has failed; what was cut short is made again on resume.
        }
        catch (Exception error)
        {
            await _failure.ReportAsync("inference pump", error);
            await ended.CancelAsync();
        }
    }
}
