namespace Rollouts.Inference.Engine.Threading;

/// <summary>Where the threads of a step wait for one another: hundreds of times a millisecond, so by spinning.</summary>
/// <remarks>A waiting thread gives its core away after some microseconds, because the one it waits for may need it. If a thread
/// fails, <see cref="Break"/> lets the others go on with an exception rather than wait for ever.</remarks>
internal sealed class StepBarrier(int threadCount)
{
    private const int TurnsBeforeYield = 200;
    private int _arrived;
    private int _phase;
    private volatile bool _broken;

    public void Wait()
    {
        var phase = Volatile.Read(ref _phase);
        if (Interlocked.Increment(ref _arrived) == threadCount)
        {
            _arrived = 0;
            Volatile.Write(ref _phase, phase + 1);
            return;
        }
        for (var turn = 0; Volatile.Read(ref _phase) == phase; turn++)
        {
            if (_broken) throw new OperationCanceledException("Another thread of the step failed.");
            if (turn < TurnsBeforeYield) Thread.SpinWait(1);
            else Thread.Yield();
        }
    }

    public void Break() => _broken = true;
}
