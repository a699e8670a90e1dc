using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Rollouts.Grains;
using Rollouts.Silo.Inference;
using Rollouts.Silo.Logging;

namespace Rollouts.Silo;

/// <summary>Wires a silo for one run in one process.</summary>
internal static class SiloServices
{
    private const int MaximumAttempts = 5;

    /// <summary>Starts a silo with the grains, their state in the run folder, and quiet logging into its log file.</summary>
    public static async Task<IHost> StartAsync(RunContext run, RunHostOptions options, FileLog log, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var silo = Build(run, options, log);
            try
            {
                await silo.StartAsync(cancellationToken);
                return silo;
            }
            catch (Exception error)
            {
                silo.Dispose();
                // Between the search for a free port and its use another process may have taken it.
                if (attempt == MaximumAttempts || !IsPortTaken(error)) throw;
            }
        }
    }

    private static IHost Build(RunContext run, RunHostOptions options, FileLog log)
    {
        // Without the defaults: no configuration files are searched, no file watchers started, no console is written to.
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Warning).AddFilter("Rollouts", LogLevel.Information);
        builder.Services.AddSingleton(run).AddSingleton(options.Time).AddSingleton<Replica>().AddSingleton<IReplica>(services => services.GetRequiredService<Replica>());
        builder.UseOrleans(silo => Configure(silo, run));
        return builder.Build();
    }

    private static void Configure(ISiloBuilder silo, RunContext run)
    {
        // Gateway 0: nobody outside this process is to call in; the host's own client needs none.
        silo.UseLocalhostClustering(LoopbackPorts.FindFree(), gatewayPort: 0, serviceId: run.Run.Value, clusterId: run.Run.Value);
        silo.Configure<EndpointOptions>(endpoints => endpoints.SiloListeningEndpoint = new(IPAddress.Loopback, endpoints.SiloPort));
        silo.Configure<SiloMessagingOptions>(messaging => messaging.CancelRequestOnTimeout = true);
        silo.AddRolloutsGrains(run.Folder.State);
    }

    private static bool IsPortTaken(Exception? error) => error is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
        || error?.InnerException is { } inner && IsPortTaken(inner);
}
