using Rollouts.Core.Rollouts;
using Rollouts.Grains;

namespace Rollouts.Silo.Inference;

/// <summary>The silo's engine and pump as its grain sees them. Both begin after the silo.</summary>
internal sealed class Replica : IReplica
{
    private InferencePump? _pump;

    /// <inheritdoc/>
    public IRolloutEngine? Engine { get; private set; }

    /// <summary>Makes engine and pump known.</summary>
    public void Begin(IRolloutEngine engine, InferencePump pump) => (Engine, _pump) = (engine, pump);

    /// <inheritdoc/>
    public Task DrainAsync() => _pump?.RestAsync() ?? Task.CompletedTask;
}
