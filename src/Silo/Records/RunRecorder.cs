using System.Collections.Immutable;
using Orleans.Runtime;
using Rollouts.Core.Runs;

namespace Rollouts.Silo.Records;

/// <summary>Follows a run's events and keeps <c>metrics.jsonl</c> and <c>summary.json</c> current.</summary>
internal sealed class RunRecorder : IDisposable
{
    private const int MaximumReconnects = 5;
    private static readonly TimeSpan RecordDeadline = TimeSpan.FromSeconds(30);

    private readonly RunFolder _folder;
    private readonly IRunGrain _run;
    private readonly string[] _warnings;
    private readonly MetricsFile _metrics;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private TaskCompletionSource _recorded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _cursor;
    private int _step;

    /// <summary>A recorder that has not begun.</summary>
    /// <param name="warnings">What the run's problems had to say; part of every summary.</param>
    public RunRecorder(RunFolder folder, IRunGrain run, ImmutableArray<string> warnings)
    {
        (_folder, _run, _warnings) = (folder, run, [.. warnings]);
        _metrics = new(folder.Metrics);
    }

    /// <summary>Ends when the run has: it was stopped, failed, or is complete. Work that is under way may still report.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Records until the run has ended.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CatchUpAsync();
            await RecordAsync(cancellationToken);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>Records what was reported after the end, and the last summary.</summary>
    public async Task<RunSnapshot> FinishAsync(CancellationToken cancellationToken)
    {
        await RecordAsync(cancellationToken);
        return await SummariseAsync();
    }

    /// <summary>Waits until the line of a step is written.</summary>
    /// <exception cref="TimeoutException">It was not within 30 s.</exception>
    public async Task WaitForStepAsync(int step, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (_step >= step || Ended.IsCompleted) return;
                next = _recorded.Task;
            }

            await next.WaitAsync(RecordDeadline, cancellationToken);
        }
    }

    public void Dispose() => _metrics.Dispose();

    // The grain's memory is durable and its events are not: a host that died between the two left a measurement without a line.
    private async Task CatchUpAsync()
    {
        foreach (var report in (await _run.GetState()).Evaluations.Where(report => !_metrics.HasEvaluation(report.Policy.Version)))
            _metrics.Write(MetricLine.Of(new Evaluated(0, TimeProvider.System.GetUtcNow(), report))!);
    }

    private async Task RecordAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await foreach (var happened in _run.WatchAsync(_cursor, cancellationToken).WithCancellation(cancellationToken)) await RecordAsync(happened);
                return;
            }
            catch (Exception error) when (error is EnumerationAbortedException or TimeoutException && attempt < MaximumReconnects)
            {
                // The reader was too slow for the grain; the cursor knows where to go on.
            }
        }
    }

    private async Task RecordAsync(RunEvent happened)
    {
        _cursor = happened.Cursor;
        if (MetricLine.Of(happened) is { } line) _metrics.Write(line);
        if (happened is not WarmStartStepped) await SummariseAsync();
        if (happened is Stepped { Step: var step }) Recorded(step);
    }

    private void Recorded(int step)
    {
        lock (_lock)
        {
            _step = step;
            _recorded.TrySetResult();
            _recorded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private async Task<RunSnapshot> SummariseAsync()
    {
        var snapshot = await _run.GetState();
        AtomicFile.Write(_folder.Summary, (RunSummary.Of(snapshot) with { Warnings = _warnings }).ToJson());
        return snapshot;
    }
}
