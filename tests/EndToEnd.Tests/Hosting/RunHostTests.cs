using System.Text.Json.Nodes;
using Rollouts.Core;
using Rollouts.Core.Advantages;
using Rollouts.Core.Runs;
using Rollouts.Core.Training;
using Rollouts.Silo;

namespace Rollouts.EndToEnd.Tests.Hosting;

public class RunHostTests
{
    [Fact]
    public async Task A_whole_run_completes_its_ledger_balances_and_every_step_has_its_line()
    {
        using var run = new ScriptedRun();
        var end = await run.RunToEndAsync();

        Assert.Equal(RunPhase.Completed, end.Phase);
        Assert.True(end.Ledger.Balances);
        Assert.Equal(12 * 4 * 2 * 4, end.Ledger.Generated);
        Assert.Equal(end.Ledger.Generated, end.Ledger.Consumed);
        Assert.Equal(Enumerable.Range(1, 12), Lines(run, "step").Select(line => line["step"]!.GetValue<int>()));
        Assert.Equal([0, 5, 10, 12], Lines(run, "evaluation").Select(line => line["step"]!.GetValue<int>()));
        Assert.All(Lines(run, "step"), line => Assert.NotNull(line["time/step"]));
    }

    [Fact]
    public async Task The_summary_says_what_the_run_ended_with()
    {
        using var run = new ScriptedRun();
        var end = await run.RunToEndAsync();

        Assert.Equal(("completed", 12, end.Policy!.Sha256), (run.Summary.Status, run.Summary.Steps, run.Summary.WeightsSha256));
        Assert.Equal((0, 4), (run.Summary.Ledger.Pending, run.Summary.HeldOut.Before!.Sampled.Problems));
        Assert.NotNull(run.Summary.HeldOut.After);
    }

    [Fact]
    public async Task A_run_that_was_stopped_and_resumed_ends_like_one_that_was_not()
    {
        using var whole = new ScriptedRun();
        using var parted = new ScriptedRun();
        var expected = await whole.RunToEndAsync();
        await using (var host = await parted.StartAsync())
        {
            await ReachStepAsync(host, 4);
            var stopped = await host.StopAsync(TestContext.Current.CancellationToken).WaitAsync(ScriptedRun.Deadline, TestContext.Current.CancellationToken);
            Assert.Equal(RunPhase.Stopped, stopped.Phase);
            Assert.True(stopped.Ledger.Balances);
            Assert.Equal("stopped", parted.Summary.Status);
        }

        AssertSameEnd(expected, await parted.RunToEndAsync(), parted);
    }

    [Fact]
    public async Task A_run_that_was_abandoned_in_mid_step_and_resumed_ends_like_one_that_was_not()
    {
        using var whole = new ScriptedRun();
        using var parted = new ScriptedRun();
        var expected = await whole.RunToEndAsync();
        foreach (var step in (int[])[1, 5, 8])
        {
            await using var host = await parted.StartAsync();
            await ReachStepAsync(host, step);
        }

        AssertSameEnd(expected, await parted.RunToEndAsync(), parted);
    }

    [Fact]
    public async Task A_completed_run_stays_completed_when_it_is_started_again()
    {
        using var run = new ScriptedRun();
        var first = await run.RunToEndAsync();
        Assert.Equal((first.Step, first.Ledger.Generated), ((await run.RunToEndAsync()) is var again) ? (again.Step, again.Ledger.Generated) : default);
    }

    [Fact]
    public async Task An_engine_that_fails_ends_the_run_with_its_own_words()
    {
        using var run = new ScriptedRun { Engine = () => new ScriptedEngine(failAfter: 20) };
        var end = await run.RunToEndAsync();

        Assert.Equal(RunPhase.Failed, end.Phase);
        Assert.Equal("The engine's logits are not finite.", end.Failure);
        Assert.Equal(("failed", end.Failure), (run.Summary.Status, run.Summary.Failure));
    }

    [Fact]
    public async Task A_trainer_that_throws_ends_the_run_with_its_own_words()
    {
        TrainPolicy diverges = (run, feed, cancellationToken) =>
        {
            _ = feed.BeginAsync(0, cancellationToken).GetAwaiter().GetResult();
            throw new InvalidOperationException("The loss of step 1 is not finite.");
        };
        using var run = new ScriptedRun { Training = diverges };
        var end = await run.RunToEndAsync();
        Assert.Equal((RunPhase.Failed, "The loss of step 1 is not finite."), (end.Phase, end.Failure));
    }

    [Fact]
    public async Task A_verifier_that_hangs_is_counted_and_the_run_goes_on()
    {
        using var run = new ScriptedRun
        {
            Problems = new ScriptedProblems(problem => problem.Id.Value == "scripted/train/3").Set,
            Specification = new()
            {
                Recipe = "scripted", Steps = 2, Hint = new() { Rounds = 1, RolloutsPerRound = 4 }, Schedule = new() { ProblemsPerStep = 4 },
                Evaluation = new() { Samples = 1 },
            },
        };
        var end = await run.RunToEndAsync();

        Assert.Equal(RunPhase.Completed, end.Phase);
        Assert.Equal(4, end.Ledger.Dropped[DropReason.VerifierError]);
        Assert.True(end.Ledger.Balances);
    }

    [Fact]
    public async Task A_second_host_on_the_same_folder_refuses_and_names_the_first()
    {
        using var run = new ScriptedRun();
        await using var host = await run.StartAsync();
        var refusal = await Assert.ThrowsAsync<InvalidInputException>(run.StartAsync);
        Assert.Contains($"process {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_not_resumed_with_another_specification()
    {
        using var run = new ScriptedRun();
        await run.RunToEndAsync();
        var other = run.Specification with { Seed = 8 };
        await Assert.ThrowsAsync<InvalidInputException>(() => RunHost.StartAsync(
            run.Folder, other, new() { Problems = run.Problems, Tokenizer = ScriptedProblems.Tokenizer, Engine = _ => run.Engine(), Training = run.Training },
            TestContext.Current.CancellationToken));
        Assert.Equal(7ul, RunSpecificationJson.Read(await File.ReadAllTextAsync(run.Folder.Specification, TestContext.Current.CancellationToken)).Seed);
    }

    private static void AssertSameEnd(RunSnapshot expected, RunSnapshot actual, ScriptedRun run)
    {
        Assert.Equal(RunPhase.Completed, actual.Phase);
        Assert.Equal(expected.Policy, actual.Policy);
        Assert.True(actual.Ledger.Balances);
        Assert.Equal((expected.Ledger.Generated, expected.Ledger.Consumed), (actual.Ledger.Generated, actual.Ledger.Consumed));
        Assert.Equal(expected.GeneratedTokens, actual.GeneratedTokens);
        Assert.Equal(expected.Evaluations.Select(report => report.Sampled), actual.Evaluations.Select(report => report.Sampled));
        Assert.Equal(Enumerable.Range(1, 12), Lines(run, "step").Select(line => line["step"]!.GetValue<int>()));
        Assert.Equal([0, 5, 10, 12], Lines(run, "evaluation").Select(line => line["step"]!.GetValue<int>()));
    }

    private static IEnumerable<JsonNode> Lines(ScriptedRun run, string kind) =>
        File.ReadLines(run.Folder.Metrics).Select(line => JsonNode.Parse(line)!).Where(line => line["event"]!.GetValue<string>() == kind);

    private static async Task ReachStepAsync(RunHost host, int step)
    {
        using var deadline = new CancellationTokenSource(ScriptedRun.Deadline);
        await foreach (var happened in host.Run.WatchAsync(0, deadline.Token))
            if (happened is Stepped stepped && stepped.Step >= step) return;
    }
}
