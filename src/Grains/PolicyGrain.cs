using Rollouts.Core.Runs;
using Rollouts.Core.Training;
using Rollouts.Core.Weights;
using Rollouts.Grains.Storage;

namespace Rollouts.Grains;

/// <inheritdoc cref="IPolicyGrain"/>
internal sealed class PolicyGrain(
    [PersistentState("policy")] IPersistentState<PolicyState> memory, TimeProvider time) : Grain, IPolicyGrain
{
    private readonly Signal _published = new(time);

    public async Task<int> BeginEpochAsync(int checkpointStep, bool forgetLater)
    {
        await memory.ReplaceAsync(PolicyHistory.BeginEpoch(memory.State, checkpointStep, forgetLater));
        return memory.State.Epoch;
    }

    public async Task PublishAsync(WeightManifest manifest)
    {
        var next = PolicyHistory.Publish(memory.State, manifest);
        if (!ReferenceEquals(next, memory.State)) await memory.ReplaceAsync(next);
        _published.Pulse();
        await GrainFactory.GetGrain<IRunGrain>(this.GetPrimaryKeyString()).PublishedAsync(manifest.Stamp);
    }

    public Task<WeightManifest?> WaitForVersionAsync(int version) =>
        LongPoll.UntilAsync(_published, time, () => memory.State.Find(version));

    public async Task<string[]> RetireAsync(int version, int[] kept)
    {
        var before = memory.State;
        await memory.ReplaceAsync(PolicyHistory.Retire(before, version, kept));
        var used = memory.State.Manifests.Select(manifest => manifest.Folder).ToHashSet();
        return [.. before.Manifests.Select(manifest => manifest.Folder).Where(folder => !used.Contains(folder)).Distinct()];
    }

    public Task<PolicyState> GetState() => Task.FromResult(memory.State);
}
