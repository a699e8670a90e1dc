using Orleans.Concurrency;

namespace Rollouts.Core.Runs;

/// <summary>One run: its specification, its phase, and what a silo may work on next. Key: the run id.</summary>
public interface IRunGrain : IGrainWithStringKey
{
    /// <summary>Begins a run, or goes on with a stopped or failed one. Repeating it changes nothing.</summary>
    /// <param name="specification">The resolved specification as JSON (<see cref="RunSpecificationJson"/>); a resumed run must bring an equal one.</param>
    /// <param name="folder">The run folder, absolute.</param>
    Task<RunSnapshot> StartAsync(string specification, string folder);

    /// <summary>Ends the run after what is in flight has been handed over; it can be resumed.</summary>
    Task StopAsync();

    /// <summary>What a look at the run shows.</summary>
    [ReadOnly, AlwaysInterleave]
    Task<RunSnapshot> GetState();

    /// <summary>Events after a cursor, then new ones as they happen, until the run has ended.</summary>
    /// <param name="cursor">0 for all that are kept.</param>
    [AlwaysInterleave]
    IAsyncEnumerable<RunEvent> WatchAsync(long cursor, CancellationToken cancellationToken);
}
