using System.Text.Json.Nodes;
using Rollouts.Core.Rollouts;

namespace Rollouts.Inference.Tests.Remote.Server;

/// <summary>vLLM: completions by token ids, adapters as models, a label for whole weights.</summary>
internal sealed class VllmWire(Func<string, Func<IReadOnlyList<int>, double[]>> load) : Wire(load)
{
    public override EngineKind Kind => EngineKind.Vllm;

    public override string DrawPath => "v1/completions";

    public override string Label { get; set; } = "default";

    /// <summary>As with <c>--logprobs-mode processed_logprobs</c>.</summary>
    public bool IsProcessed { get; set; } = true;

    protected override WireAnswer Route(string method, string path, JsonObject body) => (method, path) switch
    {
        ("POST", "v1/completions") => Complete(body),
        ("POST", "collective_rpc") => Reload(body),
        ("POST", "reset_prefix_cache") => new(200, ""),
        ("POST", "update_weight_version") => Rename((string)body["new_version"]!),
        ("GET", "weight_info") => WireAnswer.Ok(new JsonObject { ["weight_version"] = Label }),
        ("POST", "v1/load_lora_adapter") => LoadAdapter((string)body["lora_name"]!, (string)body["lora_path"]!),
        ("POST", "v1/unload_lora_adapter") => Adapters.Remove((string)body["lora_name"]!) ? new(200, "Success: removed.") : WireAnswer.Refusal(404, "cannot be found"),
        _ => new(404, "{\"detail\":\"Not Found\"}"),
    };

    private WireAnswer Reload(JsonObject body)
    {
        if (RefusesWeights) return new(500, "Internal Server Error");
        TakeOver((string)body["kwargs"]!["weights_path"]!);
        return WireAnswer.Ok(new JsonObject { ["results"] = new JsonArray((JsonNode?)null) });
    }

    private WireAnswer Rename(string label)
    {
        Label = label;
        return WireAnswer.Ok(new JsonObject { ["success"] = true, ["new_version"] = label });
    }

    private WireAnswer LoadAdapter(string name, string folder)
    {
        if (RefusesWeights) return WireAnswer.Refusal(500, "no such adapter");
        return Adapters.TryAdd(name, folder) ? new(200, $"Success: LoRA adapter '{name}' added successfully.") : WireAnswer.Refusal(400, "has already been loaded");
    }

    private WireAnswer Complete(JsonObject body)
    {
        var model = (string?)body["model"];
        if (model is not null && !Adapters.ContainsKey(model)) return WireAnswer.Refusal(404, $"The model `{model}` does not exist.");
        var prompt = Ids(body["prompt"]);
        var drawn = ServerSampler.Draw(
            Model(model), prompt, (double)body["temperature"]!, (int)body["max_tokens"]!, Biases(body["logit_bias"]), Ids(body["stop_token_ids"]), (long)body["seed"]!);
        var names = drawn.Tokens.Select(id => $"token_id:{id}").ToArray();
        var values = IsProcessed ? drawn.Processed : drawn.Raw;
        var choice = new JsonObject
        {
            ["index"] = 0, ["text"] = "", ["finish_reason"] = drawn.Stopped ? "stop" : "length", ["stop_reason"] = drawn.Stopped ? drawn.Tokens[^1] : null,
            ["logprobs"] = new JsonObject
            {
                ["text_offset"] = List(names.Select(_ => 0)), ["tokens"] = new JsonArray([.. names.Select(name => (JsonNode)name)]), ["token_logprobs"] = List(values),
                ["top_logprobs"] = new JsonArray([.. names.Zip(values, (name, value) => new JsonObject { [name] = value })]),
            },
            ["token_ids"] = List(drawn.Tokens), ["prompt_logprobs"] = null, ["prompt_token_ids"] = List(prompt),
        };
        return WireAnswer.Ok(new JsonObject
        {
            ["id"] = "cmpl-1", ["object"] = "text_completion", ["created"] = 1, ["model"] = model ?? "base", ["choices"] = new JsonArray(choice),
            ["usage"] = new JsonObject { ["prompt_tokens"] = prompt.Length, ["completion_tokens"] = drawn.Tokens.Length, ["total_tokens"] = prompt.Length + drawn.Tokens.Length },
        });
    }
}
