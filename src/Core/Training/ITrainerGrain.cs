using Orleans.Concurrency;

namespace Rollouts.Core.Training;

/// <summary>Which trainer owns a run. Key: the run id.</summary>
/// <remarks>The loop itself has a thread of its own; this is its control plane.</remarks>
public interface ITrainerGrain : IGrainWithStringKey
{
    /// <summary>Takes the run over for a trainer that goes on from a checkpoint; every older epoch is refused from here on.</summary>
    /// <param name="checkpointStep">Step of its checkpoint; 0 without one.</param>
    /// <returns>The trainer's epoch.</returns>
    Task<int> BeginEpochAsync(int checkpointStep);

    /// <summary>Makes a step's checkpoint known: experience and weights that only earlier steps needed are let go.</summary>
    /// <returns>Folders of weights that no one will ask for again.</returns>
    /// <exception cref="StaleEpochException">Another trainer has taken over.</exception>
    Task<string[]> CommitAsync(int epoch, int step);

    /// <summary>What inspection shows.</summary>
    [ReadOnly, AlwaysInterleave]
    Task<TrainerState> GetState();
}

/// <summary>A trainer's memory.</summary>
[GenerateSerializer, Immutable, Alias("trainer-state")]
public sealed record TrainerState
{
    /// <summary>The newest epoch; 0 before the first.</summary>
    [Id(0)] public int Epoch { get; init; }

    /// <summary>Step it began from.</summary>
    [Id(1)] public int CheckpointStep { get; init; }

    /// <summary>Last step in a durable checkpoint.</summary>
    [Id(2)] public int CommittedStep { get; init; }
}
