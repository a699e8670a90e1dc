using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Rollouts.Core;
using Rollouts.Core.Runs;
using Rollouts.Silo.Logging;

namespace Rollouts.Silo;

/// <summary>One run in this process: its silo, its engine, its trainer and its records.</summary>
/// <remarks>Disposal without <see cref="StopAsync"/> abandons what is in flight, as a crash would; the run can be resumed either way.</remarks>
public sealed class RunHost : IAsyncDisposable
{
    private readonly RunFolderLock _folderLock;
    private readonly FileLog _log;
    private readonly IHost _silo;

    private RunHost(RunContext context, RunFolderLock folderLock, FileLog log, IHost silo)
    {
        (Context, _folderLock, _log, _silo) = (context, folderLock, log, silo);
        Grains = silo.Services.GetRequiredService<IGrainFactory>();
        Run = Grains.GetGrain<IRunGrain>(context.Run.Value);
    }

    /// <summary>The run's folder, specification, problems and tokenizer.</summary>
    public RunContext Context { get; }

    /// <summary>Calls the run's grains.</summary>
    public IGrainFactory Grains { get; }

    /// <summary>The run.</summary>
    public IRunGrain Run { get; }

    /// <summary>Ends when the run has: completed, stopped or failed, with every record written. A failed run ends normally too; its
    /// phase and reason are in the snapshot.</summary>
    public Task<RunSnapshot> Completion { get; private set; } = Task.FromException<RunSnapshot>(new InvalidOperationException("The run has not begun."));

    /// <summary>Begins a run, or goes on with the one that is in the folder.</summary>
    /// <param name="folder">The run's folder; its name is the run's id. Created where it is missing.</param>
    /// <param name="specification">The resolved specification; a resumed run must bring an equal one.</param>
    /// <param name="options">What the host is made of.</param>
    /// <param name="cancellationToken">Gives the start up; a run that has started is ended by <see cref="StopAsync"/>.</param>
    /// <exception cref="InvalidInputException">The specification, its data or its policy can't be used, the folder belongs to another
    /// specification, or another process works on it.</exception>
    public static async Task<RunHost> StartAsync(
        RunFolder folder, RunSpecification specification, RunHostOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        var folderLock = RunFolderLock.Take(folder);
        var context = RunContexts.Load(folder, specification, options);
        var log = new FileLog(folder.Log, options.Time);
        var host = new RunHost(context, folderLock, log, SiloServices.Build(context, options, log));
        await host.BeginAsync(cancellationToken);
        return host;
    }

    /// <summary>Ends the run after what is in flight has been handed over; it can be resumed.</summary>
    /// <param name="cancellationToken">Gives the waiting up; the run still stops.</param>
    public async Task<RunSnapshot> StopAsync(CancellationToken cancellationToken)
    {
        await Run.StopAsync();
        return await Completion.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _silo.StopAsync();
        _silo.Dispose();
        await _log.DisposeAsync();
        _folderLock.Dispose();
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        await _silo.StartAsync(cancellationToken);
        await Run.StartAsync(
            RunSpecificationJson.Write(Context.Specification), Context.Folder.Path, Context.Problems.Train.Length, Context.Problems.HeldOut.Length);
        Completion = FollowAsync();
    }

    private async Task<RunSnapshot> FollowAsync()
    {
        await foreach (var _ in Run.WatchAsync(0, CancellationToken.None)) { }
        return await Run.GetState();
    }
}
