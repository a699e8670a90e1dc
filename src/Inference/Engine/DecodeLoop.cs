using System.Collections.Concurrent;
using Rollouts.Core.Rollouts;
using Rollouts.Inference.Engine.Cache;

namespace Rollouts.Inference.Engine;

/// <summary>The engine's own thread. It takes what has come in, computes a step, hands out what is complete, and begins again.</summary>
/// <remarks>
/// <code>
/// arrivals ─┐                        ┌─ sequences: next token ─┐
/// weights  ─┼─► take ─► begin, join ─┤                         ├─► step ─► keep, append, retire ─┐
/// stop     ─┘     ▲                  └─ prefixes: next tokens ─┘                                 │
///                 └───────────────────────────────────────────────────────────────────────────── ┘
/// waits for: a signal, and only while no request is there;  is woken by: Add, Swap, Dispose
/// </code>
/// Other threads reach it through its queue, its one place for new weights, and the signal.
/// </remarks>
internal sealed class DecodeLoop : IDisposable
{
    private static readonly TimeSpan JoinDeadline = TimeSpan.FromSeconds(30);
    private readonly ConcurrentQueue<PendingRequest> _arrivals = new();
    private readonly SemaphoreSlim _signal = new(0);
    private readonly StepBatch _batch = new();
    private readonly KeyValueBlocks _blocks;
    private readonly Scheduler _scheduler;
    private readonly StepRunner _runner;
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;
    private readonly Thread _thread;
    private Swap? _swap;
    private PackedModel? _model;
    private volatile EngineFailedException? _failure;
    private EngineSnapshot _snapshot;
    private long _stepCount;
    private volatile bool _stopping;

    public DecodeLoop(DecoderShape shape, EngineOptions options, TimeProvider time)
    {
        var capacity = (int)Math.Clamp(((long)options.CacheMegabytes << 20) / shape.BlockBytes, 1, 1 << 24);
        _options = options;
        _time = time;
        _blocks = new KeyValueBlocks(shape.Config.Layers, shape.Config.KeyValueHeads, shape.PaddedHeadWidth, capacity);
        _scheduler = new Scheduler(options, _blocks);
        _runner = new StepRunner(shape, _blocks, options);
        _snapshot = new EngineSnapshot(null, options.SlotCount, 0, 0, 0, 0);
        _thread = new Thread(Run) { Name = "engine", IsBackground = true };
        _thread.Start();
    }

    public int BlockCapacity => _blocks.Capacity;

    public EngineSnapshot Snapshot
    {
        get
        {
            var snapshot = Volatile.Read(ref _snapshot);
            return snapshot with { QueuedCount = snapshot.QueuedCount + _arrivals.Sum(request => request.WaitingCount) };
        }
    }

    public void Add(PendingRequest request)
    {
        _arrivals.Enqueue(request);
        _signal.Release();
        if (_stopping) RefuseArrivals(_failure ?? Stopped());
    }

    /// <summary>Hands over new weights; the task ends when the next step will use them. One at a time.</summary>
    public Task SwapAsync(PackedModel model)
    {
        var swap = new Swap(model);
        Volatile.Write(ref _swap, swap);
        _signal.Release();
        if (_stopping && Interlocked.Exchange(ref _swap, null) is not null) swap.Done.TrySetException(_failure ?? Stopped());
        return swap.Done.Task;
    }

    public void Dispose()
    {
        _stopping = true;
        _signal.Release();
        if (!_thread.Join(JoinDeadline))
            throw new TimeoutException($"The engine's thread has not ended within {JoinDeadline.TotalSeconds} s; its memory is not freed.");
        _runner.Dispose();
        _model?.Dispose();
        _blocks.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_stopping)
                if (!RunOnce()) _signal.Wait();
        }
        catch (Exception exception)
        {
            _stopping = true;
            Fail(new EngineFailedException($"The engine's thread ended at step {_stepCount}: {exception.Message}", exception));
        }
        Fail(_failure ?? Stopped());
        RefuseArrivals(_failure ?? Stopped());
        if (Interlocked.Exchange(ref _swap, null) is { } swap) swap.Done.TrySetException(_failure ?? Stopped());
    }

    // False if there is nothing to do.
    private bool RunOnce()
    {
        TakeWeights();
        TakeArrivals();
        foreach (var request in _scheduler.RemoveCancelled()) request.Cancel();
        if (_model is null || _scheduler.RequestCount == 0)
        {
            Publish(0, 0);
            return false;
        }
        var start = _time.GetTimestamp();
        _scheduler.BeginPrefixes(_model.Stamp);
        var drawn = Join();
        _scheduler.Fill(_batch);
        if (_batch.Rows.Count > 0) drawn += Step(_model);
        Publish(drawn, _time.GetElapsedTime(start).TotalSeconds);
        return true;
    }

    private int Join()
    {
        var joined = _scheduler.Join();
        foreach (var sequence in joined) sequence.Append(_runner.DrawFirst(sequence, sequence.Request.Prefix!.Logits!));
        if (joined.Count > 0) Retire();
        return joined.Count;
    }

    private int Step(PackedModel model)
    {
        _stepCount++;
        _runner.Run(model, _batch);
        var drawn = 0;
        for (var output = 0; output < _batch.Outputs.Count; output++)
        {
            var (_, sequence, prefix) = _batch.Outputs[output];
            if (!_runner.IsFinite(output)) return FailNonFinite();
            if (prefix is not null) _scheduler.Keep(prefix, _runner.LogitsOf(output));
            if (sequence is null) continue;
            sequence.Append(_runner.DrawOf(output));
            drawn++;
        }
        Retire();
        return drawn;
    }

    private void Retire()
    {
        foreach (var request in _scheduler.Retire()) request.Complete();
    }

    private void TakeWeights()
    {
        if (Interlocked.Exchange(ref _swap, null) is not { } swap) return;
        _model?.Dispose();
        (_model, _failure) = (swap.Model, null);
        _scheduler.Forget();
        Volatile.Write(ref _snapshot, _snapshot with { Policy = swap.Model.Stamp });
        swap.Done.TrySetResult();
    }

    private void TakeArrivals()
    {
        if (_failure is not null) RefuseArrivals(_failure);
        while (_arrivals.TryDequeue(out var request)) _scheduler.Add(request);
    }

    private int FailNonFinite()
    {
        var place = _runner.DescribeNonFinite();
        Fail(new EngineFailedException(
            $"Policy version {_model!.Stamp.Version} gives logits that are not finite: the first such number comes from {place}, at the " +
            $"engine's step {_stepCount}. Look at the training step that made these weights; the engine goes on once others are loaded."));
        return 0;
    }

    private void Fail(EngineFailedException failure)
    {
        _failure = failure;
        foreach (var request in _scheduler.RemoveAll()) request.Fail(failure);
    }

    private void RefuseArrivals(EngineFailedException failure)
    {
        while (_arrivals.TryDequeue(out var request)) request.Fail(failure);
    }

    private void Publish(int drawnCount, double seconds) => Volatile.Write(ref _snapshot, _snapshot with
    {
        ActiveCount = _scheduler.ActiveCount,
        QueuedCount = _scheduler.WaitingCount,
        GeneratedTokens = _snapshot.GeneratedTokens + drawnCount,
        BusySeconds = _snapshot.BusySeconds + seconds,
    });

    private static EngineFailedException Stopped() => new("The engine has been stopped; it draws no more rollouts.");

    private sealed class Swap(PackedModel model)
    {
        public PackedModel Model => model;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
