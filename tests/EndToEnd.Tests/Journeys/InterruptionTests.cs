using Rollouts.Client;
using Rollouts.Client.Runs;

namespace Rollouts.EndToEnd.Tests.Journeys;

/// <summary>A run that is interrupted in any way, then resumed, ends in the very weights of one that was left alone.</summary>
public sealed class InterruptionTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("rollouts-interruption-").FullName;

    [Fact]
    public async Task Interrupted_and_undisturbed_runs_end_in_the_same_weights()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        using (var undisturbed = Start("undisturbed"))
            Assert.Equal(ExitCode.Done, (await undisturbed.EndAsync()).Code);

        foreach (var (name, signals, code) in new[] { ("stopped", "INT", 130), ("terminated", "TERM", 130), ("pressed-twice", "INT INT", 130), ("killed", "KILL", 137) })
        {
            using (var process = Start(name)) await InterruptAsync(process, name, signals, code);
            using var resumed = RolloutsProcess.Start(_folder, "resume", name);
            var (resumedCode, said) = await resumed.EndAsync();
            Assert.True(resumedCode == ExitCode.Done, $"{name}: {said}");
            Assert.Contains("Training: resumed", said);
            Assert.Contains("hint rate", said);
            Assert.Equal(Weights("undisturbed"), Weights(name));
            Assert.True(Run(name).Summary()!.Ledger is var ledger && ledger.Generated == ledger.Consumed + ledger.Dropped + ledger.Pending, name);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task InterruptAsync(RolloutsProcess process, string name, string signals, int code)
    {
        await UntilAsync(() => Run(name).Metrics().Count >= 3);
        foreach (var signal in signals.Split(' ')) process.Signal(signal);
        var (left, said) = await process.EndAsync();
        Assert.True(left == code, $"{name} left with {left}: {said}");
        Assert.Equal("stopped", Run(name).Summary()!.Status);
        if (signals is "INT" or "TERM") Assert.Contains($"rollouts resume {name}", said);
    }

    private RolloutsProcess Start(string name) => RolloutsProcess.Start(
        _folder, "run", Path.Combine(AppContext.BaseDirectory, "Recipes", "tiny.yaml"), "--run-folder", Path.Combine("runs", name),
        "--set", "steps=30", "--set", "checkpoint.every=2", "--set", "hint.rollouts_per_round=32");

    private StoredRun Run(string name) => new(new(Path.Combine(_folder, "runs", name)));

    private string Weights(string name) => Run(name).Summary()!.WeightsSha256!;

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var late = new CancellationTokenSource(Deadline);
        while (!holds()) await Task.Delay(20, late.Token);
    }
}
