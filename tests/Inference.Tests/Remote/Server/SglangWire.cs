using System.Text.Json.Nodes;
using Rollouts.Core.Rollouts;

namespace Rollouts.Inference.Tests.Remote.Server;

/// <summary>SGLang: its native generation, and a label for weights that every answer repeats.</summary>
internal sealed class SglangWire(Func<string, Func<IReadOnlyList<int>, double[]>> load) : Wire(load)
{
    public override EngineKind Kind => EngineKind.Sglang;

    public override string DrawPath => "generate";

    public override string Label { get; set; } = "default";

    /// <summary>As with <c>SGLANG_RETURN_ORIGINAL_LOGPROB</c>.</summary>
    public bool IsOriginal { get; set; }

    protected override WireAnswer Route(string method, string path, JsonObject body) => (method, path) switch
    {
        ("POST", "generate") => Generate(body),
        ("POST", "update_weights_from_disk") => Update(body),
        ("POST", "load_lora_adapter") => LoadAdapter((string)body["lora_name"]!, (string)body["lora_path"]!),
        ("POST", "unload_lora_adapter") => Adapters.Remove((string)body["lora_name"]!) ? Done() : new(400, "{\"success\":false,\"error_message\":\"not loaded\"}"),
        _ => new(404, "{\"detail\":\"Not Found\"}"),
    };

    private static WireAnswer Done() => new(200, "{\"success\":true,\"error_message\":null,\"loaded_adapters\":{}}");

    private WireAnswer Update(JsonObject body)
    {
        if (RefusesWeights) return new(400, "{\"success\":false,\"message\":\"Failed to update weights: no such file.\",\"num_paused_requests\":0}");
        TakeOver((string)body["model_path"]!);
        Label = (string)body["weight_version"]!;
        return new(200, "{\"success\":true,\"message\":\"Succeeded to update model weights.\",\"num_paused_requests\":0}");
    }

    private WireAnswer LoadAdapter(string name, string folder) =>
        !RefusesWeights && Adapters.TryAdd(name, folder) ? Done() : new(400, "{\"success\":false,\"error_message\":\"already loaded\"}");

    private WireAnswer Generate(JsonObject body)
    {
        var adapter = (string?)body["lora_path"];
        if (adapter is not null && !Adapters.ContainsKey(adapter)) return WireAnswer.Refusal(400, $"Got LoRA adapter that has never been loaded: {adapter}");
        var (prompt, sampling) = (Ids(body["input_ids"]), body["sampling_params"]!.AsObject());
        var (biases, temperature) = (Biases(sampling["logit_bias"]), (double)sampling["temperature"]!);
        var drawn = ServerSampler.Draw(
            Model(adapter), prompt, temperature, (int)sampling["max_new_tokens"]!, biases, Ids(sampling["stop_token_ids"]), (int)sampling["sampling_seed"]!);
        var values = IsOriginal ? drawn.Tokens.Select((token, i) => Original(Model(adapter), [.. prompt, .. drawn.Tokens[..i]], biases)[token]).ToArray() : drawn.Processed;
        JsonObject reason = drawn.Stopped
            ? new() { ["type"] = "stop", ["matched"] = drawn.Tokens[^1] }
            : new() { ["type"] = "length", ["length"] = drawn.Tokens.Length };
        return WireAnswer.Ok(new JsonObject
        {
            ["text"] = "", ["output_ids"] = List(drawn.Tokens),
            ["meta_info"] = new JsonObject
            {
                ["id"] = "1", ["finish_reason"] = reason, ["prompt_tokens"] = prompt.Length, ["weight_version"] = Label, ["num_retractions"] = 0,
                ["output_token_logprobs"] = new JsonArray([.. drawn.Tokens.Zip(values, (id, value) => new JsonArray(value, id, null))]),
                ["completion_tokens"] = drawn.Tokens.Length, ["cached_tokens"] = 0, ["e2e_latency"] = 0.1,
            },
        });
    }

    // Before the temperature, but after the biases.
    private static double[] Original(Func<IReadOnlyList<int>, double[]> model, int[] text, Dictionary<int, double> biases) =>
        ServerSampler.LogSoftmax([.. model(text).Select((logit, id) => logit + biases.GetValueOrDefault(id))]);
}
