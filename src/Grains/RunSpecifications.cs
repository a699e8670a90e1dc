using System.Collections.Concurrent;
using Rollouts.Core.Runs;

namespace Rollouts.Grains;

/// <summary>The specifications of the runs that this silo knows; each is asked for once.</summary>
public sealed class RunSpecifications(IGrainFactory grains)
{
    private readonly ConcurrentDictionary<string, RunSpecification> _known = new();

    /// <summary>The specification of a run.</summary>
    /// <exception cref="InvalidOperationException">The run was never started.</exception>
    public async ValueTask<RunSpecification> GetAsync(string run)
    {
        if (_known.TryGetValue(run, out var known)) return known;
        var json = await grains.GetGrain<IRunGrain>(run).GetSpecificationAsync();
        return _known[run] = RunSpecificationJson.Read(json);
    }
}
