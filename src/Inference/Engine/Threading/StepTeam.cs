namespace Rollouts.Inference.Engine.Threading;

/// <summary>The calling thread and its helpers, which all run the same body for each step.</summary>
/// <remarks>Between steps a helper spins for some microseconds, since the next step of a busy engine is near, then sleeps: an idle
/// engine costs nothing.</remarks>
internal sealed class StepTeam : IDisposable
{
    private const int TurnsBeforeSleep = 4000;
    private readonly Action<int> _body;
    private readonly Thread[] _helpers;
    private readonly SemaphoreSlim[] _alarms;
    private readonly int[] _asleep;
    private readonly StepBarrier _end;
    private Exception? _failure;
    private volatile bool _stopping;
    private int _step;

    /// <param name="threadCount">The caller included.</param>
    /// <param name="body">What a thread of this number does in a step; the caller is number 0.</param>
    public StepTeam(int threadCount, string name, Action<int> body)
    {
        _body = body;
        _end = new StepBarrier(threadCount);
        Barrier = new StepBarrier(threadCount);
        _asleep = new int[threadCount];
        _alarms = [.. Enumerable.Range(0, threadCount).Select(_ => new SemaphoreSlim(0))];
        _helpers = [.. Enumerable.Range(1, threadCount - 1).Select(number =>
            new Thread(() => Help(number)) { Name = $"{name}-{number}", IsBackground = true })];
        foreach (var helper in _helpers) helper.Start();
    }

    public int ThreadCount => _helpers.Length + 1;

    /// <summary>For the threads to meet within a step.</summary>
    public StepBarrier Barrier { get; }

    /// <summary>Runs one step on every thread; returns when all are done.</summary>
    /// <exception cref="AggregateException">A thread failed; the team can't be used any more.</exception>
    public void Run()
    {
        Interlocked.Increment(ref _step);
        for (var number = 1; number < ThreadCount; number++)
            if (Interlocked.Exchange(ref _asleep[number], 0) == 1) _alarms[number].Release();
        Guarded(0);
        if (_failure is { } failure) throw new AggregateException(failure);
    }

    public void Dispose()
    {
        _stopping = true;
        foreach (var alarm in _alarms) alarm.Release();
        foreach (var helper in _helpers) helper.Join(TimeSpan.FromSeconds(10));
    }

    private void Help(int number)
    {
        for (var step = 0; ; step++)
        {
            Await(number, step);
            if (_stopping) return;
            Guarded(number);
        }
    }

    private void Await(int number, int step)
    {
        for (var turn = 0; turn < TurnsBeforeSleep; turn++)
        {
            if (Volatile.Read(ref _step) != step || _stopping) return;
            Thread.SpinWait(1);
        }
        while (Volatile.Read(ref _step) == step && !_stopping)
        {
            Interlocked.Exchange(ref _asleep[number], 1);
            // The step may have come between the last look and this; whoever resets the flag has taken the alarm on itself.
            if ((Volatile.Read(ref _step) != step || _stopping) && Interlocked.Exchange(ref _asleep[number], 0) == 1) return;
            _alarms[number].Wait();
        }
    }

    private void Guarded(int number)
    {
        try
        {
            _body(number);
            _end.Wait();
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, exception, null);
            Barrier.Break();
            _end.Break();
        }
    }
}
