using Rollouts.Core.Experience;
using Rollouts.Core.Runs;
using Rollouts.Core.Training;
using Rollouts.Core.Weights;
using Rollouts.Grains.Storage;

namespace Rollouts.Grains;

/// <inheritdoc cref="ITrainerGrain"/>
internal sealed class TrainerGrain(
    [PersistentState("trainer")] IPersistentState<TrainerState> memory, RunSpecifications specifications) : Grain, ITrainerGrain
{
    private string Run => this.GetPrimaryKeyString();

    public async Task<int> BeginEpochAsync(int checkpointStep)
    {
        var forgetLater = (await specifications.GetAsync(Run)).Schedule.Mode == ScheduleMode.Async;
        var epoch = await GrainFactory.GetGrain<IPolicyGrain>(Run).BeginEpochAsync(checkpointStep, forgetLater);
        await GrainFactory.GetGrain<IExperienceGrain>(Run).BeginEpochAsync(epoch, checkpointStep, forgetLater);
        await memory.ReplaceAsync(new() { Epoch = epoch, CheckpointStep = checkpointStep, CommittedStep = checkpointStep });
        await GrainFactory.GetGrain<IRunGrain>(Run).RewindAsync(epoch, checkpointStep);
        return epoch;
    }

    public async Task<string[]> CommitAsync(int epoch, int step)
    {
        if (epoch != memory.State.Epoch)
            throw new StaleEpochException($"A checkpoint of epoch {epoch} can't be committed: the run belongs to epoch {memory.State.Epoch}. Stop this trainer.");
        if (step <= memory.State.CommittedStep) return [];
        // What the checkpoint before this one would need is kept, in case this one turns out to be damaged.
        var before = memory.State.CommittedStep;
        await memory.ReplaceAsync(memory.State with { CommittedStep = step });
        await GrainFactory.GetGrain<IExperienceGrain>(Run).CommitAsync(epoch, before);
        var specification = await specifications.GetAsync(Run);
        return await GrainFactory.GetGrain<IPolicyGrain>(Run).RetireAsync(
            Math.Min(before, WorkOrder.OldestVersionNeeded(specification.Schedule, before)), WorkOrder.EvaluatedVersions(specification));
    }

    public Task<TrainerState> GetState() => Task.FromResult(memory.State);
}
