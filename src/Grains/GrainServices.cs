using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Rollouts.Grains.Storage;

namespace Rollouts.Grains;

/// <summary>Registers what the grains need.</summary>
public static class GrainServices
{
    /// <summary>Adds the grains of a run with their state in one SQLite file.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="stateFile">Where the state is kept; made if missing.</param>
    /// <param name="surviveAPowerCut">See <see cref="SqliteGrainStorage"/>.</param>
    public static ISiloBuilder AddRolloutsGrains(this ISiloBuilder silo, string stateFile, bool surviveAPowerCut = false)
    {
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.TryAddSingleton<RunSpecifications>();
        silo.Services.AddGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, (_, _) => new SqliteGrainStorage(stateFile, surviveAPowerCut));
        return silo;
    }
}
