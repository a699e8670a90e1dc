using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Rollouts.Silo.Logging;

namespace Rollouts.Silo;

/// <summary>Wires a silo for one run in one process.</summary>
internal static class SiloServices
{
    /// <summary>A host that is ready to start: the grains, their storage in the run folder, quiet logging into its log file.</summary>
    public static IHost Build(RunContext run, RunHostOptions options, FileLog log)
    {
        // Without the defaults: no configuration files are searched, no file watchers started, no console is written to.
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Information).AddFilter("Orleans", LogLevel.Warning)
            .AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.AddSingleton(run).AddSingleton(options.Time);
        builder.UseOrleans(silo => Configure(silo, run));
        return builder.Build();
    }

    private static void Configure(ISiloBuilder silo, RunContext run)
    {
        // Gateway 0: nobody outside this process is to call in; the host's own client needs none.
        silo.UseLocalhostClustering(LoopbackPorts.FindFree(), gatewayPort: 0, serviceId: run.Run.Value, clusterId: run.Run.Value);
        silo.Configure<EndpointOptions>(endpoints => endpoints.SiloListeningEndpoint = new(IPAddress.Loopback, endpoints.SiloPort));
        silo.Configure<SiloMessagingOptions>(messaging => messaging.CancelRequestOnTimeout = true);
    }
}
