using Orleans.Concurrency;
using Rollouts.Core.Training;

namespace Rollouts.Core.Weights;

/// <summary>A run's policy: which weights exist, and which trainer may add to them. Key: the run id.</summary>
public interface IPolicyGrain : IGrainWithStringKey
{
    /// <summary>Gives the next epoch to a trainer; older ones are refused from here on.</summary>
    /// <param name="checkpointStep">Step the trainer goes on from. Later versions are not offered until they are published again.</param>
    /// <param name="forgetLater">True where later versions will come out differently (asynchronous schedules); false holds
    /// the trainer to the hashes that were published before.</param>
    Task<int> BeginEpochAsync(int checkpointStep, bool forgetLater);

    /// <summary>Announces weights. Repeating it with the same hash changes nothing but the folder.</summary>
    /// <exception cref="StaleEpochException">Another trainer has taken over.</exception>
    /// <exception cref="WeightMismatchException">This version was published before with another hash.</exception>
    Task PublishAsync(WeightManifest manifest);

    /// <summary>The weights of a version; waits at most 20 s for them, then answers null.</summary>
    [AlwaysInterleave]
    Task<WeightManifest?> WaitForVersionAsync(int version);

    /// <summary>Forgets versions below <paramref name="version"/>, but for those in <paramref name="kept"/>.</summary>
    /// <returns>Folders that no one will ask for again.</returns>
    Task<string[]> RetireAsync(int version, int[] kept);

    /// <summary>What inspection shows.</summary>
    [ReadOnly, AlwaysInterleave]
    Task<PolicyState> GetState();
}

/// <summary>A policy's memory.</summary>
[GenerateSerializer, Immutable, Alias("policy-state")]
public sealed record PolicyState
{
    /// <summary>The newest trainer's epoch; 0 before the first.</summary>
    [Id(0)] public int Epoch { get; init; }

    /// <summary>Weights that can be had, by version.</summary>
    [Id(1)] public WeightManifest[] Manifests { get; init; } = [];

    /// <summary>Weights that a newer epoch has yet to publish again, by version: their hashes bind it.</summary>
    [Id(2)] public WeightManifest[] Awaited { get; init; } = [];
}
