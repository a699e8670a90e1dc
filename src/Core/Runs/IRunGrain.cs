using Orleans.Concurrency;
using Rollouts.Core.Training;
using Rollouts.Core.Weights;

namespace Rollouts.Core.Runs;

/// <summary>One run: its specification, its phase, and what a silo may work on next. Key: the run id.</summary>
public interface IRunGrain : IGrainWithStringKey
{
    /// <summary>Begins a run, or goes on with a stopped or failed one. Repeating it changes nothing.</summary>
    /// <param name="specification">The resolved specification as JSON (<see cref="RunSpecificationJson"/>); a resumed run must bring an equal one.</param>
    /// <param name="folder">The run folder, absolute.</param>
    /// <param name="trainCount">Training problems, at least 1.</param>
    /// <param name="heldOutCount">Held-out problems; 0 = no evaluation.</param>
    /// <exception cref="InvalidInputException">The run exists with another specification, or its problems changed in number.</exception>
    Task<RunSnapshot> StartAsync(string specification, string folder, int trainCount, int heldOutCount);

    /// <summary>Ends the run after what is in flight has been handed over; it can be resumed.</summary>
    Task StopAsync();

    /// <summary>Ends the run in phase <see cref="RunPhase.Failed"/>; the first reason is kept.</summary>
    /// <param name="reason">What went wrong, in words for a person.</param>
    Task FailAsync(string reason);

    /// <summary>What a look at the run shows.</summary>
    [ReadOnly, AlwaysInterleave]
    Task<RunSnapshot> GetState();

    /// <summary>The resolved specification as JSON.</summary>
    [ReadOnly, AlwaysInterleave]
    Task<string> GetSpecificationAsync();

    /// <summary>Events after a cursor, then new ones as they happen, until the run has ended.</summary>
    /// <param name="cursor">0 for all that are kept; a cursor older than what is kept begins at the oldest kept.</param>
    [AlwaysInterleave]
    IAsyncEnumerable<RunEvent> WatchAsync(long cursor, CancellationToken cancellationToken);

    /// <summary>The next work for a silo. Waits at most 20 s for some to appear.</summary>
    Task<WorkLease> LeaseAsync(LeaseRequest request);

    /// <summary>Holds a worker's leases for another term.</summary>
    Task RenewAsync(string worker);

    /// <summary>A visit is durable in the experience. Repeating it changes nothing.</summary>
    /// <param name="place">Where it belongs.</param>
    /// <param name="degenerate">Nothing of it can be trained on and dynamic sampling is on: another visit takes the slot.</param>
    Task ReportVisitAsync(VisitPlace place, bool degenerate);

    /// <summary>A held-out problem was measured and is durable. Repeating it changes nothing.</summary>
    /// <param name="version">The measured policy version.</param>
    /// <param name="problem">Index among the held-out problems.</param>
    Task ReportEvaluationAsync(int version, int problem);

    /// <summary>Weights are to be had; called by the policy's grain after its write.</summary>
    Task PublishedAsync(PolicyStamp stamp);

    /// <summary>A trainer goes on from a checkpoint: later steps will be made again.</summary>
    Task RewindAsync(int epoch, int checkpointStep);

    /// <summary>A supervised step ended.</summary>
    /// <exception cref="StaleEpochException">Another trainer has taken over.</exception>
    Task ReportWarmStartAsync(int epoch, StepReport report);

    /// <summary>An optimizer step ended.</summary>
    /// <exception cref="StaleEpochException">Another trainer has taken over.</exception>
    Task ReportStepAsync(int epoch, StepReport report);

    /// <summary>The trainer has something to say to people. Repeating it changes nothing.</summary>
    /// <exception cref="StaleEpochException">Another trainer has taken over.</exception>
    Task ReportAlarmAsync(int epoch, string text);
}
