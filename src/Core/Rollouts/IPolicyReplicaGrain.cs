using Orleans.Concurrency;

namespace Rollouts.Core.Rollouts;

/// <summary>A silo's engine as others see it. Key: the run id.</summary>
public interface IPolicyReplicaGrain : IGrainWithStringKey
{
    /// <summary>What the engine is doing.</summary>
    [ReadOnly, AlwaysInterleave]
    Task<EngineSnapshot> GetState();

    /// <summary>Takes no more work; what is in flight is finished and handed over.</summary>
    Task DrainAsync();
}
