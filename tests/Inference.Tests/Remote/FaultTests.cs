using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rollouts.Core.Rollouts;
using Rollouts.Inference.Remote;
using Rollouts.Inference.Tests.Engine;
using Rollouts.Inference.Tests.Remote.Server;

namespace Rollouts.Inference.Tests.Remote;

/// <summary>What a server answers badly, once or for good.</summary>
public sealed partial class FaultTests
{
    private static readonly Dictionary<string, (RemoteFault Fault, Fault Bad)> Common = new()
    {
        ["cut in mid-body"] = (RemoteFault.Disconnected, Faults.CutMidBody),
        ["half of the JSON"] = (RemoteFault.Malformed, Faults.HalfOfTheJson),
        ["no JSON"] = (RemoteFault.Malformed, Faults.Body(_ => "<html>")),
        ["another shape"] = (RemoteFault.Incomplete, Faults.Body(_ => "[]")),
        ["nothing"] = (RemoteFault.Malformed, Faults.Body(_ => "")),
        ["busy"] = (RemoteFault.Busy, Faults.Status(503)),
        ["too many"] = (RemoteFault.Busy, Faults.Status(429, retryAfter: "1")),
        ["failed"] = (RemoteFault.Failed, Faults.Status(500, "Internal Server Error")),
    };

    private static readonly Dictionary<string, (RemoteFault Fault, Fault Bad)> Vllm = new()
    {
        ["no log-probabilities"] = (RemoteFault.Incomplete, Faults.Json(json => Choice(json)["logprobs"] = null)),
        ["a log-probability too few"] = (RemoteFault.Incomplete, Faults.Json(json => Values(json).RemoveAt(0))),
        ["a log-probability that is null"] = (RemoteFault.Incomplete, Faults.Json(json => Values(json)[0] = null)),
        ["a log-probability that is NaN"] = (RemoteFault.Malformed, Faults.Body(answer => answer.Replace("\"token_logprobs\":[", "\"token_logprobs\":[NaN,", StringComparison.Ordinal))),
        ["a log-probability that is infinite"] = (RemoteFault.NotFinite, Faults.Body(answer => FirstValue().Replace(answer, "$1-1e999"))),
        ["a log-probability of nothing"] = (RemoteFault.NotFinite, Faults.Json(json => Values(json)[0] = -9999.0)),
        ["a positive log-probability"] = (RemoteFault.NotFinite, Faults.Json(json => Values(json)[0] = 0.5)),
        ["ids that differ"] = (RemoteFault.Incomplete, Faults.Json(json => Choice(json)["token_ids"]!.AsArray().Add(3))),
        ["another prompt"] = (RemoteFault.Incomplete, Faults.Json(json => Choice(json)["prompt_token_ids"]!.AsArray().Insert(0, 1))),
        ["fewer tokens than were drawn"] = (RemoteFault.Incomplete, Faults.Json(json => json["usage"]!["completion_tokens"] = 99)),
        ["aborted"] = (RemoteFault.Incomplete, Faults.Json(json => Choice(json)["finish_reason"] = "abort")),
        ["cut off"] = (RemoteFault.Incomplete, Faults.Json(json => KeepTokens(json, 1, 7))),
        ["padding"] = (RemoteFault.NotFinite, Faults.Json(json => KeepTokens(json, 1, RemoteBench.PaddingId))),
        ["an id of another vocabulary"] = (RemoteFault.NotFinite, Faults.Json(json => KeepTokens(json, 1, 18))),
        ["ended by a token that ends nothing"] = (RemoteFault.Incomplete, Faults.Json(json =>
        {
            KeepTokens(json, 1, 7);
            Choice(json)["finish_reason"] = "stop";
        })),
        ["texts instead of ids"] = (RemoteFault.Malformed, Faults.Json(json => Choice(json)["logprobs"]!["tokens"]![0] = "hello")),
    };

    private static readonly Dictionary<string, (RemoteFault Fault, Fault Bad)> Sglang = new()
    {
        ["no log-probabilities"] = (RemoteFault.Incomplete, Faults.Json(json => Facts(json).Remove("output_token_logprobs"))),
        ["a pair that is none"] = (RemoteFault.Malformed, Faults.Json(json => Facts(json)["output_token_logprobs"]![0] = 1)),
        ["a log-probability that is null"] = (RemoteFault.Incomplete, Faults.Json(json => Facts(json)["output_token_logprobs"]![0]![0] = null)),
        ["ids that differ"] = (RemoteFault.Incomplete, Faults.Json(json => json["output_ids"]!.AsArray().Add(3))),
        ["another prompt"] = (RemoteFault.Incomplete, Faults.Json(json => Facts(json)["prompt_tokens"] = 5)),
        ["not a number happened"] = (RemoteFault.Incomplete, Faults.Json(json => Facts(json)["finish_reason"] = new JsonObject { ["type"] = "stop", ["matched"] = "NaN happened" })),
        ["aborted"] = (RemoteFault.Incomplete, Faults.Json(json => Facts(json)["finish_reason"] = new JsonObject { ["type"] = "abort", ["message"] = "Abort in waiting queue" })),
    };

    private static readonly Dictionary<string, (RemoteFault Fault, Fault Bad)> LlamaCpp = new()
    {
        ["no probabilities"] = (RemoteFault.Incomplete, Faults.Json(json => json.Remove("completion_probabilities"))),
        ["a probability too few"] = (RemoteFault.Incomplete, Faults.Json(json => json["completion_probabilities"]!.AsArray().RemoveAt(0))),
        ["a probability of zero"] = (RemoteFault.NotFinite, Faults.Json(json => json["completion_probabilities"]![0]!["prob"] = 0)),
        ["another prompt"] = (RemoteFault.Incomplete, Faults.Json(json => json["tokens_evaluated"] = 5)),
        ["no ids"] = (RemoteFault.Incomplete, Faults.Json(json => json["tokens"] = new JsonArray())),
    };

    public static TheoryData<EngineKind, string> Known
    {
        get
        {
            var data = new TheoryData<EngineKind, string>();
            foreach (var kind in (EngineKind[])[EngineKind.Vllm, EngineKind.Sglang, EngineKind.LlamaCpp])
                foreach (var name in Of(kind).Keys) data.Add(kind, name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Known))]
    public async Task A_bad_answer_is_asked_for_again_with_the_same_seed_and_the_rollouts_are_as_if_nothing_had_been(EngineKind kind, string name)
    {
        await using var bench = new RemoteBench(kind);
        await bench.LoadAsync(1);
        var undisturbed = await bench.DrawAsync(RemoteBench.Request(count: 1));
        bench.Server.Requests.Clear();
        bench.Server.Faults.Enqueue(Of(kind)[name].Bad);

        var rollouts = await bench.DrawAsync(RemoteBench.Request(count: 1));

        RolloutAssert.Same(undisturbed, rollouts);
        Assert.Equal(2, bench.Server.Draws.Length);
        Assert.Single(bench.Server.Draws.Select(draw => draw.Body!.ToJsonString()).Distinct());
    }

    [Theory]
    [MemberData(nameof(Known))]
    public async Task An_answer_that_stays_bad_is_a_typed_failure_that_names_the_rollout(EngineKind kind, string name)
    {
        await using var bench = new RemoteBench(kind, options => options with { Attempts = 1 });
        await bench.LoadAsync(1);
        var (fault, bad) = Of(kind)[name];
        bench.Server.Faults.Enqueue(bad);

        var failure = await Assert.ThrowsAsync<EngineFailedException>(() => bench.DrawAsync(RemoteBench.Request(count: 1)));

        Assert.Equal(fault, Assert.IsType<RemoteFaultException>(failure.InnerException).Fault);
        Assert.Contains("Rollout small/1#0.0.0 failed at attempt 1 of 1", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("slow drip")]
    public async Task An_attempt_ends_at_its_deadline_however_the_server_keeps_it_waiting(string name)
    {
        await using var bench = new RemoteBench(EngineKind.Vllm, options => options with { Attempts = 1, RequestSeconds = 3 * HastyTime.Haste });
        await bench.LoadAsync(1);
        bench.Server.Faults.Enqueue(name == "hang" ? Faults.Hang : Faults.SlowDrip);
        var failure = await Assert.ThrowsAsync<EngineFailedException>(() => bench.DrawAsync(RemoteBench.Request(count: 1)));
        Assert.Equal(RemoteFault.TimedOut, Assert.IsType<RemoteFaultException>(failure.InnerException).Fault);
    }

    [Fact]
    public async Task A_refusal_is_final()
    {
        await using var bench = new RemoteBench(EngineKind.Vllm);
        await bench.LoadAsync(1);
        bench.Server.Requests.Clear();
        bench.Server.Faults.Enqueue(Faults.Status(400, "{\"error\":{\"message\":\"seed must be small\"}}"));
        var failure = await Assert.ThrowsAsync<EngineFailedException>(() => bench.DrawAsync(RemoteBench.Request(count: 1)));

        Assert.Equal(RemoteFault.Refused, Assert.IsType<RemoteFaultException>(failure.InnerException).Fault);
        Assert.Contains("seed must be small", failure.Message, StringComparison.Ordinal);
        Assert.Single(bench.Server.Draws);
    }

    [Fact]
    public async Task A_server_that_is_gone_is_a_typed_failure()
    {
        await using var bench = new RemoteBench(EngineKind.Sglang, options => options with { Attempts = 2 });
        await bench.LoadAsync(1);
        await bench.Server.DisposeAsync();
        var failure = await Assert.ThrowsAsync<EngineFailedException>(() => bench.DrawAsync());
        Assert.Equal(RemoteFault.Disconnected, Assert.IsType<RemoteFaultException>(failure.InnerException).Fault);
    }

    [Theory]
    [InlineData(1, null, 0.5)]
    [InlineData(3, null, 2)]
    [InlineData(12, null, 30)]
    [InlineData(1, 7.0, 7)]
    [InlineData(4, 1.0, 4)]
    [InlineData(1, -3.0, 0.5)]
    [InlineData(1, 3600.0, 60)]
    public void Pauses_grow_and_heed_the_server_within_bounds(int attempt, double? wish, double expected) =>
        Assert.Equal(expected, Retry.Pause(attempt, wish is { } seconds ? TimeSpan.FromSeconds(seconds) : null).TotalSeconds);

    private static Dictionary<string, (RemoteFault Fault, Fault Bad)> Of(EngineKind kind) =>
        Common.Concat(kind switch { EngineKind.Vllm => Vllm, EngineKind.Sglang => Sglang, _ => LlamaCpp }).ToDictionary();

    [GeneratedRegex("(\"token_logprobs\":\\[)[^,\\]]+")]
    private static partial Regex FirstValue();

    private static JsonObject Choice(JsonObject json) => json["choices"]![0]!.AsObject();

    private static JsonArray Values(JsonObject json) => Choice(json)["logprobs"]!["token_logprobs"]!.AsArray();

    private static JsonObject Facts(JsonObject json) => json["meta_info"]!.AsObject();

    // An answer of some first tokens, the last of them replaced.
    private static void KeepTokens(JsonObject json, int count, int last)
    {
        var (choice, logprobs) = (Choice(json), Choice(json)["logprobs"]!.AsObject());
        int[] ids = [.. choice["token_ids"]!.AsArray().Take(count - 1).Select(id => (int)id!), last];
        choice["token_ids"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]);
        choice["finish_reason"] = "length";
        logprobs["tokens"] = new JsonArray([.. ids.Select(id => (JsonNode)$"token_id:{id}")]);
        logprobs["token_logprobs"] = new JsonArray([.. ids.Select(_ => (JsonNode)(-1.0))]);
        json["usage"]!["completion_tokens"] = count;
    }
}
