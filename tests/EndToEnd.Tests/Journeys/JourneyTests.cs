using System.Text.Json;
using Rollouts.Client;

namespace Rollouts.EndToEnd.Tests.Journeys;

/// <summary>What a person does with a run, from its start to its export.</summary>
public sealed class JourneyTests : IDisposable
{
    private readonly TinyRun _run = new();

    [Fact]
    public async Task A_run_is_started_looked_at_measured_and_exported()
    {
        Assert.True(await _run.StartAsync() == ExitCode.Done, _run.Said);
        var summary = _run.Summary;
        Assert.Equal(("completed", 3), (summary.Status, summary.Steps));
        Assert.Equal(3 * 2 * 2 * 4, summary.Ledger.Generated);
        Assert.Equal(summary.Ledger.Generated, summary.Ledger.Consumed + summary.Ledger.Dropped + summary.Ledger.Pending);
        Assert.NotNull(summary.HeldOut.After);
        Assert.Contains("look at   rollouts show tiny-1 --step 3", _run.Said);

        Assert.Equal(ExitCode.Done, await _run.Console.InvokeAsync("show", "tiny-1", "--step", "3"));
        Assert.Contains("round 2, hint", _run.Said);
        Assert.Equal(ExitCode.Done, await _run.Console.InvokeAsync("runs"));

        var exported = Path.Combine(_run.Console.Folder, "exported");
        Assert.Equal(ExitCode.Done, await _run.Console.InvokeAsync("export", "tiny-1", exported));
        Assert.Equal(["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"], Directory.GetFiles(exported).Select(Path.GetFileName).Order());
        Assert.Contains(summary.WeightsSha256!, _run.Said);
        Assert.Equal(ExitCode.BadInput, await _run.Console.InvokeAsync("export", "tiny-1", exported));
    }

    [Fact]
    public async Task An_evaluation_of_a_run_measures_its_newest_weights_and_leaves_nothing_behind()
    {
        Assert.True(await _run.StartAsync("steps=1") == ExitCode.Done, _run.Said);
        var before = _run.Console.Output.Length;
        Assert.True(await _run.Console.InvokeAsync("eval", "tiny-1", "--json") == ExitCode.Done, _run.Said);
        var report = JsonDocument.Parse(_run.Console.Output[before..]).RootElement;
        Assert.Equal(_run.Summary.WeightsSha256, report.GetProperty("policy").GetProperty("sha256").GetString());
        Assert.Equal(4, report.GetProperty("sampled").GetProperty("problems").GetInt32());
        Assert.Single(_run.Console.Runs.All);
    }

    [Fact]
    public async Task A_rollout_that_never_ends_is_cut_off_and_judged_as_truncated()
    {
        Assert.True(await _run.StartAsync("sampling.maximum_tokens=3", "steps=1") == ExitCode.Done, _run.Said);
        var rollouts = _run.Console.Runs.All[0].Rollouts(1).SelectMany(group => group.Rounds).SelectMany(round => round.Rollouts)
            .Where(rollout => rollout.Finish == Core.Rollouts.FinishReason.Length).ToArray();
        Assert.NotEmpty(rollouts);
        Assert.All(rollouts, rollout => Assert.Equal((Core.Verification.VerdictKind.Truncated, 3, 0.0), (rollout.Verdict, rollout.TokenIds.Length, rollout.Reward)));
    }

    public void Dispose() => _run.Dispose();
}
