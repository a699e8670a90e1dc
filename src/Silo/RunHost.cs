using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Rollouts.Core;
using Rollouts.Core.Runs;
using Rollouts.Silo.Logging;
using Rollouts.Silo.Records;

namespace Rollouts.Silo;

/// <summary>One run in this process: its silo, its engine, its trainer and its records.</summary>
/// <remarks>Disposal without <see cref="StopAsync"/> abandons what is in flight, as a crash would; the run can be resumed either way.</remarks>
public sealed class RunHost : IAsyncDisposable
{
    private static readonly TimeSpan WorkDeadline = TimeSpan.FromSeconds(30);

    // Long polls that nobody waits for any more would hold a graceful stop up; the only silo of its cluster leaves no one behind.
    private static readonly TimeSpan SiloDeadline = TimeSpan.FromSeconds(1);

    private readonly RunFolderLock _folderLock;
    private readonly FileLog _log;
    private readonly IHost _silo;
    private readonly CancellationTokenSource _abandoned = new();
    private RunWork? _work;

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
    /// phase and reason are in the snapshot. Fails where even the failure could not be recorded, as on a full disk.</summary>
    public Task<RunSnapshot> Completion { get; private set; } = Task.FromCanceled<RunSnapshot>(new(canceled: true));

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
        FileLog? log = null;
        try
        {
            var context = RunContexts.Load(folder, specification, options);
            log = new FileLog(folder.Log, options.Time);
            var host = new RunHost(context, folderLock, log, await SiloServices.StartAsync(context, options, log, cancellationToken));
            return await host.BeginAsync(options);
        }
        catch
        {
            if (log is not null) await log.DisposeAsync();
            folderLock.Dispose();
            throw;
        }
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
        await _abandoned.CancelAsync();
        await Task.WhenAny(Completion, Task.Delay(WorkDeadline));
        if (_work is not null) await _work.DisposeAsync();
        using (var deadline = new CancellationTokenSource(SiloDeadline)) await _silo.StopAsync(deadline.Token);
        _silo.Dispose();
        await _log.DisposeAsync();
        _folderLock.Dispose();
        _abandoned.Dispose();
    }

    private async Task<RunHost> BeginAsync(RunHostOptions options)
    {
        try
        {
            var engine = (options.Engine ?? (run => DefaultParts.Engine(run, options.Time)))(Context);
            _work = new(Context, options, _silo.Services, engine);
            var json = RunSpecificationJson.Write(Context.Specification);
            var snapshot = await Run.StartAsync(json, Context.Folder.Path, Context.Problems.Train.Length, Context.Problems.HeldOut.Length);
            AtomicFile.Write(Context.Folder.Specification, json);
            Completion = snapshot.Phase == RunPhase.Completed ? Task.FromResult(snapshot) : _work.RunAsync(_abandoned.Token);
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }
}
