using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollouts.Core.Rollouts;

namespace Rollouts.Inference.Remote.Vllm;

/// <summary>vLLM's <c>POST /v1/completions</c>: token ids in, token ids and log-probabilities out.</summary>
internal static class VllmCompletion
{
    private const string IdPrefix = "token_id:";

    /// <summary>What to send. Everything that a model's own generation config could change is said.</summary>
    public static JsonObject Request(Question question)
    {
        var sampling = question.Sampling;
        var body = new JsonObject
        {
            ["prompt"] = Numbers(question.PrefixIds), ["max_tokens"] = sampling.MaximumTokens, ["n"] = 1, ["stream"] = false,
            ["temperature"] = sampling.Temperature, ["top_p"] = 1, ["top_k"] = -1, ["min_p"] = 0,
            ["repetition_penalty"] = 1, ["presence_penalty"] = 0, ["frequency_penalty"] = 0,
            ["seed"] = (long)(question.Seed & long.MaxValue),
            // The policy's own end tokens end an answer, and no others.
            ["ignore_eos"] = true, ["stop_token_ids"] = Numbers(question.StopTokenIds), ["skip_special_tokens"] = false,
            ["logprobs"] = 1, ["return_tokens_as_token_ids"] = true, ["return_token_ids"] = true,
            ["logit_bias"] = Biases(question),
        };
        if (question.Weights.IsAdapter) body["model"] = question.Weights.Name;
        return body;
    }

    /// <summary>Reads what came.</summary>
    /// <exception cref="RemoteFaultException">It can't be used.</exception>
    /// <exception cref="Core.Weights.WeightMismatchException">Another model answered.</exception>
    public static Answer Read(JsonElement root, Question question)
    {
        if (question.Weights.IsAdapter) question.Weights.Require(root.Text("model"));
        if (root.Items("choices") is not [var choice]) throw new RemoteFaultException(RemoteFault.Malformed, "One choice was asked for.");
        var logprobs = choice.Member("logprobs");
        var ids = Array.ConvertAll(logprobs.Items("tokens"), Id);
        RequireSame("token_ids", choice, ids);
        RequireSame("prompt_token_ids", choice, question.PrefixIds);
        var values = Array.ConvertAll(logprobs.Items("token_logprobs"), item => AnswerReading.AsNumber(item, "token_logprobs"));
        if (root.Member("usage").Whole("completion_tokens") is var count && count != ids.Length)
            throw new RemoteFaultException(RemoteFault.Incomplete, $"The server drew {count} tokens and told {ids.Length}.");
        return new(ids, values, Finish(choice.Text("finish_reason")));
    }

    private static FinishReason Finish(string reason) => reason switch
    {
        "stop" => FinishReason.Stop,
        "length" => FinishReason.Length,
        _ => throw new RemoteFaultException(RemoteFault.Incomplete, $"The server ended the answer for another reason: {reason}."),
    };

    // Servers before 0.10.2 leave these lists out; where they are, they must agree.
    private static void RequireSame(string name, JsonElement choice, int[] expected)
    {
        if (choice.Optional(name) is not null && !choice.Ids(name).AsSpan().SequenceEqual(expected))
            throw new RemoteFaultException(RemoteFault.Incomplete, $"'{name}' differs from what it should repeat.");
    }

    private static int Id(JsonElement token) =>
        token.ValueKind == JsonValueKind.String && token.GetString()! is var text && text.StartsWith(IdPrefix, StringComparison.Ordinal)
        && int.TryParse(text.AsSpan(IdPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new RemoteFaultException(RemoteFault.Malformed, $"A token should be given as '{IdPrefix}N', and isn't.");

    private static JsonArray Numbers(int[] numbers) => [.. numbers.Select(number => (JsonNode)number)];

    private static JsonObject Biases(Question question) =>
        new(question.Biases.Select(bias => KeyValuePair.Create(bias.Id.ToString(CultureInfo.InvariantCulture), (JsonNode?)bias.Bias)));
}
