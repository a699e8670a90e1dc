using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Rollouts.Silo;

namespace Rollouts.EndToEnd.Tests.Hosting;

/// <summary>A small run in a temporary folder, with scripted engine and trainer.</summary>
internal sealed class ScriptedRun : IDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public RunFolder Folder { get; } = new(Path.Combine(Directory.CreateTempSubdirectory("rollouts-").FullName, "scripted-run"));

    public RunSpecification Specification { get; init; } = new()
    {
        Recipe = "scripted",
        Seed = 7,
        Steps = 12,
        Hint = new() { Rounds = 2, RolloutsPerRound = 4 },
        Schedule = new() { ProblemsPerStep = 4 },
        Evaluation = new() { Every = 5, Samples = 2 },
        Checkpoint = new() { Every = 3 },
    };

    public Func<IRolloutEngine> Engine { get; init; } = () => new ScriptedEngine();

    public TrainPolicy Training { get; init; } = ScriptedTraining.Run;

    public ProblemSet Problems { get; init; } = new ScriptedProblems().Set;

    public Task<RunHost> StartAsync() => RunHost.StartAsync(Folder, Specification, Options, TestContext.Current.CancellationToken);

    public async Task<RunSnapshot> RunToEndAsync()
    {
        await using var host = await StartAsync();
        if (await Task.WhenAny(host.Completion, Task.Delay(Deadline, TestContext.Current.CancellationToken)) == host.Completion) return await host.Completion;
        var stuck = await host.Run.GetState();
        throw new TimeoutException($"The run has not ended after {Deadline}: {stuck.Phase} at step {stuck.Step}, waiting for: {stuck.Waiting}\n{await File.ReadAllTextAsync(Folder.Log, CancellationToken.None)}");
    }

    public RunSummary Summary => RunSummary.Read(File.ReadAllText(Folder.Summary));

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(Folder.Path)!, recursive: true);

    private RunHostOptions Options => new()
    {
        Engine = _ => Engine(),
        Training = Training,
        Problems = Problems,
        Tokenizer = ScriptedProblems.Tokenizer,
        VerifierDeadline = TimeSpan.FromMilliseconds(300),
    };
}
