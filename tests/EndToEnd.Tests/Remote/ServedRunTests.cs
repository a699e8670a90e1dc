using System.Text;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Rollouts.EndToEnd.Tests.Hosting;
using Rollouts.Inference.Tests.Remote.Server;
using Rollouts.Silo;

namespace Rollouts.EndToEnd.Tests.Remote;

/// <summary>Whole runs whose rollouts come from a server over HTTP.</summary>
public sealed class ServedRunTests
{
    private const string KeyVariable = "ROLLOUTS_TEST_SERVED_KEY", Key = "sk-served-secret";

    [Theory]
    [InlineData(EngineKind.Vllm)]
    [InlineData(EngineKind.Sglang)]
    public async Task A_run_completes_with_each_version_drawn_by_the_server_under_its_name(EngineKind kind)
    {
        using var run = new ScriptedRun { Specification = Specification };
        await using var server = Serve(kind);
        var end = await RunAsync(run, server);

        Assert.Equal((RunPhase.Completed, null), (end.Phase, end.Failure));
        Assert.True(end.Ledger.Balances);
        Assert.Equal((3 * 4 * 2 * 4, end.Ledger.Generated), (end.Ledger.Generated, end.Ledger.Consumed));
        Assert.Equal($"rollouts-3-{end.Policy!.Sha256[..16]}", server.Wire.Label);
        var command = kind == EngineKind.Vllm ? "collective_rpc" : "update_weights_from_disk";
        Assert.Equal(4, server.Requests.Count(request => request.Path == command));
    }

    [Fact]
    public async Task Faults_on_the_way_leave_no_trace_in_what_is_learned()
    {
        using var undisturbed = new ScriptedRun { Specification = Specification };
        using var disturbed = new ScriptedRun { Specification = Specification };
        await using var calm = Serve(EngineKind.Sglang);
        await using var rough = Serve(EngineKind.Sglang);
        foreach (var fault in (Fault[])[Faults.Status(503), Faults.CutMidBody, Faults.HalfOfTheJson, Faults.Status(429, retryAfter: "1"), Faults.Json(json => json.Remove("output_ids"))])
            for (var i = 0; i < 7; i++) rough.Faults.Enqueue(i < 6 ? Faults.Body(answer => answer) : fault);

        var (expected, actual) = (await RunAsync(undisturbed, calm), await RunAsync(disturbed, rough));

        Assert.Equal(RunPhase.Completed, actual.Phase);
        Assert.Equal((expected.Policy, expected.GeneratedTokens), (actual.Policy, actual.GeneratedTokens));
        Assert.Equal((expected.Ledger.Generated, expected.Ledger.Consumed), (actual.Ledger.Generated, actual.Ledger.Consumed));
    }

    [Theory]
    [InlineData(EngineKind.Vllm)]
    [InlineData(EngineKind.Sglang)]
    public async Task A_server_that_lost_the_weights_stops_the_run_with_both_names_and_a_resumed_run_gives_them_again(EngineKind kind)
    {
        using var run = new ScriptedRun { Specification = Specification };
        await using var server = Serve(kind);
        for (var i = 0; i < 70; i++) server.Faults.Enqueue(Faults.Body(answer => answer));
        server.Faults.Enqueue(Faults.Body(answer =>
        {
            server.Wire.Restart();
            return answer;
        }));

        var stopped = await RunAsync(run, server);
        Assert.Equal(RunPhase.Failed, stopped.Phase);
        Assert.Contains("The server draws from 'default'", stopped.Failure, StringComparison.Ordinal);
        Assert.Matches("version [012] was asked for, which it knows as 'rollouts-[012]-[0-9a-f]{16}'", stopped.Failure);
        Assert.True(stopped.Step < 3);

        var resumed = await RunAsync(run, server);
        Assert.Equal((RunPhase.Completed, 3), (resumed.Phase, resumed.Step));
        Assert.True(resumed.Ledger.Balances);
    }

    [Fact]
    public async Task The_key_stays_out_of_the_run_folder()
    {
        using var run = new ScriptedRun { Specification = Specification };
        await using var server = Serve(EngineKind.Sglang);
        server.Key = Key;
        Environment.SetEnvironmentVariable(KeyVariable, Key);
        Assert.Equal(RunPhase.Completed, (await RunAsync(run, server, KeyVariable)).Phase);
        server.Key = "another";
        var refused = new ScriptedRun { Specification = Specification };
        using (refused) Assert.DoesNotContain(Key, (await RunAsync(refused, server, KeyVariable)).Failure, StringComparison.Ordinal);

        var files = Directory.EnumerateFiles(run.Folder.Path, "*", SearchOption.AllDirectories).ToArray();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.False(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Key)) >= 0, file));
    }

    private static RunSpecification Specification => new()
    {
        Recipe = "served", Seed = 7, Steps = 3, Hint = new() { Rounds = 2, RolloutsPerRound = 4 }, Schedule = new() { ProblemsPerStep = 4 },
        Evaluation = new() { Every = 0, Samples = 2 }, Checkpoint = new() { Every = 1 },
    };

    private static FakeServer Serve(EngineKind kind) => new(kind == EngineKind.Vllm ? new VllmWire(Model) : new SglangWire(Model));

    private static async Task<RunSnapshot> RunAsync(ScriptedRun run, FakeServer server, string? keyVariable = null)
    {
        var specification = run.Specification with { Engine = new() { Kind = server.Wire.Kind, Url = server.Url, ApiKeyEnvironment = keyVariable } };
        var options = new RunHostOptions { Training = ScriptedTraining.Run, Problems = run.Problems, Tokenizer = ScriptedProblems.Tokenizer };
        await using var host = await RunHost.StartAsync(run.Folder, specification, options, TestContext.Current.CancellationToken);
        return await host.Completion.WaitAsync(ScriptedRun.Deadline, TestContext.Current.CancellationToken);
    }

    // Says "y" or "n", as weights and prompt decide, and then ends.
    private static Func<IReadOnlyList<int>, double[]> Model(string folder)
    {
        var (weights, tokenizer) = (ScriptedTraining.HashOf(folder), ScriptedProblems.Tokenizer);
        int[] answers = tokenizer.Encode("yn");
        return tokens =>
        {
            var logits = Enumerable.Repeat(-30.0, tokenizer.VocabularySize).ToArray();
            if (answers.Contains(tokens[^1])) logits[tokenizer.EndId] = 30;
            else foreach (var id in answers) logits[id] = new Random(weights[0] * 31 + tokens.Sum() * 7 + id).NextDouble();
            return logits;
        };
    }
}
