using System.Text.Json;
using Rollouts.Core.Runs;

namespace Rollouts.Core.Tests.Runs;

public sealed class RunSummaryTests
{
    private static readonly RunSnapshot Snapshot = new(
        new("quickstart-1"), "quickstart", 7, RunPhase.Completed, null, 0, 0, 250, 250, new(250, "ab"),
        new() { [MetricNames.LogProbabilityGap] = 2e-6 }, [Report(250, .67, .79), Report(0, .01, .02), Report(50, .1, .2)],
        new(512, 448, new() { ["stale"] = 10, ["verifier_error"] = 22 }, 32), 9000, 12.5, null, ["Look."]);

    [Fact]
    public void The_json_has_the_keys_that_scripts_read()
    {
        var json = JsonDocument.Parse(RunSummary.Of(Snapshot).ToJson()).RootElement;
        Assert.Equal("completed", json.GetProperty("status").GetString());
        Assert.Equal(512, json.GetProperty("rollouts").GetInt64());
        Assert.Equal(9000, json.GetProperty("generatedTokens").GetInt64());
        Assert.Equal(250, json.GetProperty("steps").GetInt32());
        Assert.Equal("ab", json.GetProperty("weightsSha256").GetString());
        Assert.Equal(2e-6, json.GetProperty("logProbabilityGap").GetDouble());
        Assert.Equal(.02, json.GetProperty("heldOut").GetProperty("before").GetProperty("greedy").GetProperty("value").GetDouble());
        Assert.Equal(256, json.GetProperty("heldOut").GetProperty("after").GetProperty("sampled").GetProperty("problems").GetInt32());
    }

    [Fact]
    public void What_the_files_had_to_say_is_kept()
    {
        var summary = RunSummary.Of(Snapshot) with { Warnings = ["3 lines were skipped."] };
        Assert.Equal(["3 lines were skipped."], RunSummary.Read(summary.ToJson()).Warnings);
    }

    [Fact]
    public void The_ledger_balances_in_the_summary_as_it_does_in_the_run()
    {
        var ledger = RunSummary.Of(Snapshot).Ledger;
        Assert.Equal(32, ledger.Dropped);
        Assert.Equal(ledger.Generated, ledger.Consumed + ledger.Dropped + ledger.Pending);
    }

    [Fact]
    public void A_run_that_was_measured_once_has_a_before_and_no_after()
    {
        var heldOut = RunSummary.Of(Snapshot with { Evaluations = [Report(0, .01, .02)] }).HeldOut;
        Assert.NotNull(heldOut.Before);
        Assert.Null(heldOut.After);
    }

    [Fact]
    public void What_is_written_can_be_read_again()
    {
        var json = RunSummary.Of(Snapshot).ToJson();
        Assert.Equal(json, RunSummary.Read(json).ToJson());
    }

    private static EvaluationReport Report(int version, double sampled, double greedy) =>
        new(new(version, "ab"), "digits", new(greedy, greedy, greedy, 256), new(sampled, sampled, sampled, 256), [], 0);
}
