using Rollouts.Core;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Weights;
using Rollouts.Inference.Remote;
using Rollouts.Inference.Tests.Engine;
using Rollouts.Inference.Tests.Remote.Server;

namespace Rollouts.Inference.Tests.Remote;

/// <summary>How a server comes by a policy, and how it is known which one answered.</summary>
public sealed class WeightTests
{
    [Theory]
    [InlineData(EngineKind.Vllm, false)]
    [InlineData(EngineKind.Vllm, true)]
    [InlineData(EngineKind.Sglang, false)]
    [InlineData(EngineKind.Sglang, true)]
    [InlineData(EngineKind.LlamaCpp, false)]
    public async Task A_new_version_is_drawn_from_once_it_is_loaded(EngineKind kind, bool asAdapter)
    {
        await using var bench = new RemoteBench(kind);
        await bench.LoadAsync(1, asAdapter);
        var first = await bench.DrawAsync();
        await bench.LoadAsync(2, asAdapter);
        var second = await bench.DrawAsync();

        Assert.Equal((1, 2), (first[0].OldestPolicy.Version, second[0].OldestPolicy.Version));
        Assert.NotEqual(first[0].ModelLogProbabilities[0], second[0].ModelLogProbabilities[0]);
        Assert.Equal(2, bench.Engine.Snapshot.Policy!.Version);
        Assert.True(bench.Server.Wire.Adapters.Count == (asAdapter ? 1 : 0), "The adapter of an older version should have been taken off.");
    }

    [Theory]
    [InlineData(EngineKind.Vllm)]
    [InlineData(EngineKind.Sglang)]
    [InlineData(EngineKind.LlamaCpp)]
    public async Task Rollouts_of_other_weights_are_refused_with_both_names(EngineKind kind)
    {
        await using var bench = new RemoteBench(kind);
        await bench.LoadAsync(1);
        var name = $"rollouts-1-{bench.Engine.Snapshot.Policy!.Sha256[..16]}";
        bench.Server.Wire.Restart();

        var refusal = await Assert.ThrowsAsync<WeightMismatchException>(() => bench.DrawAsync());

        Assert.Contains("'default'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_took_over_other_weights_in_mid_answer_is_refused()
    {
        await using var bench = new RemoteBench(EngineKind.Sglang);
        await bench.LoadAsync(1);
        bench.Server.Faults.Enqueue(Faults.Body(answer => answer.Replace("\"num_retractions\"", "\"weight_versions\":[{\"version\":\"older\",\"start\":0,\"end\":1}],\"num_retractions\"", StringComparison.Ordinal)));
        var refusal = await Assert.ThrowsAsync<WeightMismatchException>(() => bench.DrawAsync(RemoteBench.Request(count: 1)));
        Assert.Contains("'older'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EngineKind.Vllm)]
    [InlineData(EngineKind.Sglang)]
    public async Task An_adapter_that_the_server_no_longer_has_is_not_replaced_by_its_base(EngineKind kind)
    {
        await using var bench = new RemoteBench(kind);
        await bench.LoadAsync(1, asAdapter: true);
        bench.Server.Wire.Restart();
        var failure = await Assert.ThrowsAsync<EngineFailedException>(() => bench.DrawAsync());
        Assert.Equal(RemoteFault.Refused, Assert.IsType<RemoteFaultException>(failure.InnerException).Fault);
    }

    [Fact]
    public async Task An_answer_of_another_model_is_refused()
    {
        await using var bench = new RemoteBench(EngineKind.Vllm);
        await bench.LoadAsync(1, asAdapter: true);
        bench.Server.Faults.Enqueue(Faults.Json(json => json["model"] = "base"));
        await Assert.ThrowsAsync<WeightMismatchException>(() => bench.DrawAsync(RemoteBench.Request(count: 1)));
    }

    [Theory]
    [InlineData(EngineKind.Vllm)]
    [InlineData(EngineKind.Sglang)]
    public async Task A_server_that_can_not_take_weights_over_leaves_the_engine_without(EngineKind kind)
    {
        await using var bench = new RemoteBench(kind, options => options with { Attempts = 1 });
        await bench.LoadAsync(1);
        bench.Server.Wire.RefusesWeights = true;
        await Assert.ThrowsAsync<EngineFailedException>(() => bench.LoadAsync(2));
        Assert.Null(bench.Engine.Snapshot.Policy);
        await Assert.ThrowsAsync<EngineFailedException>(() => bench.DrawAsync());
    }

    [Fact]
    public async Task A_command_is_repeated_until_it_is_done()
    {
        await using var bench = new RemoteBench(EngineKind.Sglang);
        bench.Server.CommandFault = (response, answer, closing) =>
        {
            bench.Server.CommandFault = null;
            return Faults.Status(503)(response, answer, closing);
        };
        await bench.LoadAsync(1);
        Assert.Equal(2, bench.Server.Requests.Count(request => request.Path == "update_weights_from_disk"));
    }

    [Fact]
    public async Task Weights_that_are_not_those_announced_never_reach_the_server()
    {
        await using var bench = new RemoteBench(EngineKind.Vllm);
        var (folder, stamp, _) = bench.Publish(1);
        await Assert.ThrowsAsync<WeightMismatchException>(() => bench.Engine.LoadAsync(folder, stamp with { Sha256 = new('0', 64) }, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<InvalidInputException>(() => bench.Engine.LoadAsync(folder + "-elsewhere", stamp, TestContext.Current.CancellationToken));
        Assert.Empty(bench.Server.Requests);
    }

    [Fact]
    public async Task The_server_is_told_of_the_folder_as_it_sees_it()
    {
        await using var bench = new RemoteBench(EngineKind.Vllm, options => options with { WeightsFolder = "/mnt/weights/", Attempts = 1 });
        var (folder, stamp, _) = bench.Publish(1);
        await Assert.ThrowsAnyAsync<Exception>(() => bench.Engine.LoadAsync(folder, stamp, TestContext.Current.CancellationToken));
        var reload = bench.Server.Requests.First(request => request.Path == "collective_rpc");
        Assert.Equal(("reload_weights", "/mnt/weights/version-1"), ((string)reload.Body!["method"]!, (string)reload.Body["kwargs"]!["weights_path"]!));
    }

    [Fact]
    public async Task A_vllm_that_tells_raw_log_probabilities_is_refused()
    {
        await using var bench = new RemoteBench(EngineKind.Vllm);
        ((VllmWire)bench.Server.Wire).IsProcessed = false;
        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => bench.LoadAsync(1));
        Assert.Contains("--logprobs-mode processed_logprobs", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_sglang_that_tells_log_probabilities_before_the_temperature_is_refused()
    {
        await using var bench = new RemoteBench(EngineKind.Sglang);
        ((SglangWire)bench.Server.Wire).IsOriginal = true;
        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => bench.LoadAsync(1));
        Assert.Contains("SGLANG_RETURN_ORIGINAL_LOGPROB", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_llama_cpp_is_waited_for_and_then_asked_to_be_restarted()
    {
        await using var bench = new RemoteBench(EngineKind.LlamaCpp, options => options with { LoadSeconds = 2 });
        var (folder, stamp, _) = bench.Publish(1);
        var name = $"rollouts-1-{stamp.Sha256[..16]}";
        var refusal = await Assert.ThrowsAsync<WeightMismatchException>(() => bench.Engine.LoadAsync(folder, stamp, TestContext.Current.CancellationToken));
        Assert.All([folder, "'model.gguf'", $"--alias {name}"], part => Assert.Contains(part, refusal.Message, StringComparison.Ordinal));
        Assert.True(bench.Server.Requests.Count >= 2);

        ((LlamaCppWire)bench.Server.Wire).Restart(folder, name);
        await bench.Engine.LoadAsync(folder, stamp, TestContext.Current.CancellationToken);
        Assert.Equal(4, (await bench.DrawAsync()).Length);
    }

    [Fact]
    public async Task The_key_is_sent_and_never_told()
    {
        const string variable = "ROLLOUTS_TEST_REMOTE_KEY", key = "sk-very-secret";
        Environment.SetEnvironmentVariable(variable, key + "\n");
        await using var bench = new RemoteBench(EngineKind.Vllm, options => options with { ApiKeyEnvironment = variable });
        bench.Server.Key = key;
        await bench.LoadAsync(1);
        Assert.All(bench.Server.Requests, request => Assert.Equal("Bearer " + key, request.Authorization));

        bench.Server.Key = "another";
        var failure = await Assert.ThrowsAsync<EngineFailedException>(() => bench.DrawAsync());
        Assert.Contains("Bearer (key) is not welcome", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_not_there_is_refused_without_telling_the_variable()
    {
        var options = new RolloutEngineOptions { Kind = EngineKind.Vllm, Url = "http://127.0.0.1:1", ApiKeyEnvironment = "abcdef0123456789" };
        var refusal = Assert.Throws<InvalidInputException>(() => RemoteEngine.Create(options, new(18, 160, []), TimeProvider.System));
        Assert.DoesNotContain("abcdef0123456789", refusal.Message, StringComparison.Ordinal);
    }
}
