using Orleans.Concurrency;
using Rollouts.Core.Runs;
using Rollouts.Core.Weights;
using Rollouts.Grains.Storage;

namespace Rollouts.Grains;

/// <inheritdoc cref="IEvaluationGrain"/>
/// <remarks>Re-entrant so that outcomes share writes: between reading and replacing the state there is no await.</remarks>
[Reentrant]
internal sealed class EvaluationGrain : Grain, IEvaluationGrain
{
    private readonly IPersistentState<EvaluationState> _memory;
    private readonly CoalescedWrite _write;

    public EvaluationGrain([PersistentState("evaluation")] IPersistentState<EvaluationState> memory)
    {
        _memory = memory;
        _write = new(memory.WriteStateAsync);
    }

    public async Task RecordAsync(PolicyStamp stamp, EvaluationOutcome outcome)
    {
        var outcomes = _memory.State.Stamp == stamp ? _memory.State.Outcomes : [];
        if (!Array.Exists(outcomes, known => known.Problem == outcome.Problem))
            _memory.State = new() { Stamp = stamp, Outcomes = [.. outcomes, outcome] };
        try
        {
            await _write.SaveAsync();
        }
        catch
        {
            // What is in memory is ahead of what is durable; the next activation begins with the latter.
            DeactivateOnIdle();
            throw;
        }
    }

    public Task<EvaluationState> GetState() => Task.FromResult(_memory.State);
}
