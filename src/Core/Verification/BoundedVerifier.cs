using System.Collections.Concurrent;
using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;

namespace Rollouts.Core.Verification;

/// <summary>Runs a verifier on threads of its own with a deadline, so that one that hangs or throws costs a typed verdict and nothing else.</summary>
/// <remarks>.NET can't end a thread from outside: a thread that misses its deadline is abandoned, counted and replaced. After
/// <see cref="MaximumHungCount"/> of them nothing is judged any more, because each still uses a core.</remarks>
public sealed class BoundedVerifier : IDisposable
{
    /// <summary>Threads that may hang before every further judgement is a verifier error.</summary>
    public const int MaximumHungCount = 16;

    private static readonly Verdict GivenUp =
        Error($"The verifier has hung {MaximumHungCount} times and is not used any more; it needs to be repaired.");

    private readonly BlockingCollection<Judgement> _queue = [];
    private readonly IVerifier _verifier;
    private readonly TimeSpan _deadline;
    private readonly TimeProvider _time;
    private int _hungCount;

    /// <summary>Starts the threads.</summary>
    /// <param name="verifier">Thread-safe.</param>
    /// <param name="deadline">Greatest time for one judgement, counted from when a thread takes it up.</param>
    /// <param name="time">Measures the deadline.</param>
    /// <param name="threadCount">At least 1.</param>
    public BoundedVerifier(IVerifier verifier, TimeSpan deadline, TimeProvider time, int threadCount = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threadCount, 1);
        (_verifier, _deadline, _time) = (verifier, deadline, time);
        for (var thread = 0; thread < threadCount; thread++) StartThread();
    }

    /// <summary>Threads that were abandoned.</summary>
    public int HungCount => Volatile.Read(ref _hungCount);

    /// <summary>Judges as <see cref="IVerifier.Judge"/> does; what hangs or throws becomes <see cref="VerdictKind.VerifierError"/>.</summary>
    public Task<Verdict> JudgeAsync(Problem problem, string answer, FinishReason finish, CancellationToken cancellationToken)
    {
        if (HungCount >= MaximumHungCount) return Task.FromResult(GivenUp);
        var judgement = new Judgement(problem, answer, finish, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _queue.Add(judgement, cancellationToken);
        if (HungCount >= MaximumHungCount) RefuseWaiting(); // the last thread may have hung since
        return judgement.Verdict.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Lets the threads end once the queue is empty.</summary>
    public void Dispose() => _queue.CompleteAdding();

    private void StartThread() => new Thread(Work) { IsBackground = true, Name = "Verifier" }.Start();

    private void Work()
    {
        foreach (var judgement in _queue.GetConsumingEnumerable())
        {
            using var alarm = _time.CreateTimer(_ => Abandon(judgement), null, _deadline, Timeout.InfiniteTimeSpan);
            if (!judgement.Verdict.TrySetResult(Judge(judgement))) return; // it came too late: another thread has this one's place
        }
    }

    private void Abandon(Judgement judgement)
    {
        var reason = $"The verifier gave no verdict on {judgement.Problem.Id} within {_deadline.TotalSeconds:0.###} s.";
        if (!judgement.Verdict.TrySetResult(Error(reason))) return;
        if (Interlocked.Increment(ref _hungCount) < MaximumHungCount) StartThread();
        else RefuseWaiting();
    }

    private void RefuseWaiting()
    {
        while (_queue.TryTake(out var waiting))
            waiting.Verdict.TrySetResult(GivenUp);
    }

    private Verdict Judge(Judgement judgement)
    {
        try
        {
            return _verifier.Judge(judgement.Problem, judgement.Answer, judgement.Finish);
        }
        catch (Exception error) // whatever a set's checker throws says nothing about the answer
        {
            return Error($"The verifier failed on {judgement.Problem.Id}: {error.GetType().Name}: {error.Message}");
        }
    }

    private static Verdict Error(string reason) => new(VerdictKind.VerifierError, null, reason);

    private sealed record Judgement(Problem Problem, string Answer, FinishReason Finish, TaskCompletionSource<Verdict> Verdict);
}
