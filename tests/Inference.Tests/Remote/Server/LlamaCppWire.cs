using System.Text.Json.Nodes;
using Rollouts.Core.Rollouts;

namespace Rollouts.Inference.Tests.Remote.Server;

/// <summary>llama.cpp: its native completion, under an alias that only a restart can change.</summary>
internal sealed class LlamaCppWire(Func<string, Func<IReadOnlyList<int>, double[]>> load, int endId) : Wire(load)
{
    public override EngineKind Kind => EngineKind.LlamaCpp;

    public override string DrawPath => "completion";

    public override string Label { get; set; } = "model.gguf";

    /// <summary>It has been restarted with other weights.</summary>
    public void Restart(string folder, string alias)
    {
        TakeOver(folder);
        Label = alias;
    }

    protected override WireAnswer Route(string method, string path, JsonObject body) => (method, path) switch
    {
        ("POST", "completion") => Complete(body),
        ("GET", "v1/models") => WireAnswer.Ok(new JsonObject
        {
            ["object"] = "list", ["data"] = new JsonArray(new JsonObject { ["id"] = Label, ["object"] = "model", ["owned_by"] = "llamacpp", ["meta"] = null }),
        }),
        _ => new(404, "{\"error\":{\"code\":404,\"message\":\"File Not Found\",\"type\":\"not_found_error\"}}"),
    };

    private WireAnswer Complete(JsonObject body)
    {
        var (prompt, isPost) = (Ids(body["prompt"]), (bool)body["post_sampling_probs"]!);
        var biases = body["logit_bias"]!.AsArray().ToDictionary(pair => pair![0]!.GetValue<int>(), _ => double.NegativeInfinity);
        var drawn = ServerSampler.Draw(Model(), prompt, (double)body["temperature"]!, (int)body["n_predict"]!, biases, [endId], (int)body["seed"]!);
        var probabilities = drawn.Tokens.Select((id, i) => isPost
            ? new JsonObject { ["id"] = id, ["token"] = "", ["bytes"] = new JsonArray(), ["prob"] = (float)Math.Exp(drawn.Processed[i]), ["top_probs"] = new JsonArray() }
            : new JsonObject { ["id"] = id, ["token"] = "", ["bytes"] = new JsonArray(), ["logprob"] = (float)drawn.Raw[i], ["top_logprobs"] = new JsonArray() });
        return WireAnswer.Ok(new JsonObject
        {
            ["index"] = 0, ["content"] = "", ["tokens"] = List(drawn.Tokens), ["id_slot"] = 0, ["stop"] = true, ["model"] = Label,
            ["tokens_predicted"] = drawn.Tokens.Length, ["tokens_evaluated"] = prompt.Length, ["has_new_line"] = false, ["truncated"] = false,
            ["stop_type"] = drawn.Stopped ? "eos" : "limit", ["stopping_word"] = "", ["tokens_cached"] = 0,
            ["completion_probabilities"] = new JsonArray([.. probabilities]),
        });
    }
}
