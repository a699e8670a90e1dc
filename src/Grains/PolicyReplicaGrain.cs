using Rollouts.Core.Rollouts;

namespace Rollouts.Grains;

/// <summary>A silo's engine and the pump that feeds it, as its grain sees them.</summary>
public interface IReplica
{
    /// <summary>The engine; null until it has started.</summary>
    IRolloutEngine? Engine { get; }

    /// <summary>Takes no more work; ends once what is in flight has been handed over.</summary>
    Task DrainAsync();
}

/// <inheritdoc cref="IPolicyReplicaGrain"/>
internal sealed class PolicyReplicaGrain(IReplica replica) : Grain, IPolicyReplicaGrain
{
    public Task<EngineSnapshot> GetState() => Task.FromResult(replica.Engine?.Snapshot ?? new EngineSnapshot(null, 0, 0, 0, 0, 0));

    public Task DrainAsync() => replica.DrainAsync();
}
