using Rollouts.Core.Training;

namespace Rollouts.Core.Weights;

/// <summary>How a policy's memory changes: the decisions of its grain.</summary>
public static class PolicyHistory
{
    /// <summary>The next epoch. Versions after the checkpoint are no longer offered; their hashes bind the new trainer,
    /// unless <paramref name="forgetLater"/>.</summary>
    public static PolicyState BeginEpoch(PolicyState state, int checkpointStep, bool forgetLater)
    {
        var later = state.Manifests.Where(manifest => manifest.Stamp.Version > checkpointStep)
            .Concat(state.Awaited.Where(manifest => manifest.Stamp.Version > checkpointStep)).DistinctBy(manifest => manifest.Stamp.Version);
        return state with
        {
            Epoch = state.Epoch + 1,
            Manifests = [.. state.Manifests.Where(manifest => manifest.Stamp.Version <= checkpointStep)],
            Awaited = forgetLater ? [] : [.. later.OrderBy(manifest => manifest.Stamp.Version)],
        };
    }

    /// <summary>The memory with new weights; the same object if nothing changes.</summary>
    /// <exception cref="StaleEpochException">The manifest is of an older epoch.</exception>
    /// <exception cref="WeightMismatchException">The version had another hash.</exception>
    public static PolicyState Publish(PolicyState state, WeightManifest manifest)
    {
        if (manifest.Epoch != state.Epoch)
            throw new StaleEpochException($"Weights of version {manifest.Stamp.Version} come from epoch {manifest.Epoch}; the run belongs to epoch {state.Epoch}. Stop this trainer.");
        var known = state.Find(manifest.Stamp.Version) ?? Array.Find(state.Awaited, other => other.Stamp.Version == manifest.Stamp.Version);
        if (known is not null && known.Stamp.Sha256 != manifest.Stamp.Sha256)
            throw new WeightMismatchException($"Version {manifest.Stamp.Version} was published with hash {known.Stamp.Sha256} before and comes with {manifest.Stamp.Sha256} now; the steps before it were not repeated exactly.");
        if (state.Find(manifest.Stamp.Version) is { } same && same.Folder == manifest.Folder) return state;
        return state with
        {
            Manifests = [.. state.Manifests.Where(other => other.Stamp.Version != manifest.Stamp.Version).Append(manifest).OrderBy(other => other.Stamp.Version)],
            Awaited = [.. state.Awaited.Where(other => other.Stamp.Version != manifest.Stamp.Version)],
        };
    }

    /// <summary>The memory without versions below <paramref name="version"/> that are not in <paramref name="kept"/>.</summary>
    public static PolicyState Retire(PolicyState state, int version, IReadOnlyCollection<int> kept) => state with
    {
        Manifests = [.. state.Manifests.Where(manifest => manifest.Stamp.Version >= version || kept.Contains(manifest.Stamp.Version))],
    };

    /// <summary>The weights of a version; null where they can't be had.</summary>
    public static WeightManifest? Find(this PolicyState state, int version) =>
        Array.Find(state.Manifests, manifest => manifest.Stamp.Version == version);
}
