using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollouts.Core.Rollouts;

namespace Rollouts.Inference.Remote.Sglang;

/// <summary>SGLang's native <c>POST /generate</c>: token ids in, token ids and log-probabilities out.</summary>
internal static class SglangGeneration
{
    /// <summary>What to send.</summary>
    public static JsonObject Request(Question question)
    {
        var sampling = question.Sampling;
        var body = new JsonObject
        {
            ["input_ids"] = Numbers(question.PrefixIds), ["stream"] = false,
            ["return_logprob"] = true, ["logprob_start_len"] = -1, ["top_logprobs_num"] = 0,
            ["sampling_params"] = new JsonObject
            {
                ["max_new_tokens"] = sampling.MaximumTokens, ["n"] = 1, ["temperature"] = sampling.Temperature, ["top_p"] = 1, ["top_k"] = -1, ["min_p"] = 0,
                ["repetition_penalty"] = 1, ["presence_penalty"] = 0, ["frequency_penalty"] = 0,
                ["sampling_seed"] = question.SmallSeed, ["skip_special_tokens"] = false,
                // With ignore_eos the server would ignore these as well.
                ["stop_token_ids"] = Numbers(question.StopTokenIds), ["logit_bias"] = Biases(question),
            },
        };
        if (question.Weights.IsAdapter) body["lora_path"] = question.Weights.Name;
        return body;
    }

    /// <summary>Reads what came.</summary>
    /// <exception cref="RemoteFaultException">It can't be used.</exception>
    /// <exception cref="Core.Weights.WeightMismatchException">Other weights answered.</exception>
    public static Answer Read(JsonElement root, Question question)
    {
        var facts = root.Member("meta_info");
        if (!question.Weights.IsAdapter) RequireVersion(facts, question.Weights);
        if (facts.Whole("prompt_tokens") is var promptCount && promptCount != question.PrefixIds.Length)
            throw new RemoteFaultException(RemoteFault.Incomplete, $"The server read {promptCount} prompt tokens; {question.PrefixIds.Length} were sent.");
        var pairs = Array.ConvertAll(facts.Items("output_token_logprobs"), Pair);
        var ids = Array.ConvertAll(pairs, pair => pair.Id);
        if (!root.Ids("output_ids").AsSpan().SequenceEqual(ids))
            throw new RemoteFaultException(RemoteFault.Incomplete, "'output_ids' and 'output_token_logprobs' tell different tokens.");
        return new(ids, Array.ConvertAll(pairs, pair => pair.LogProbability), Finish(facts.Member("finish_reason")));
    }

    private static void RequireVersion(JsonElement facts, ServedWeights weights)
    {
        weights.Require(facts.Text("weight_version"));
        if (facts.Optional("weight_versions") is null) return;
        foreach (var span in facts.Items("weight_versions")) weights.Require(span.Text("version"));
    }

    private static FinishReason Finish(JsonElement reason)
    {
        var kind = reason.Text("type");
        if (kind == "length") return FinishReason.Length;
        if (kind == "stop" && reason.Optional("matched") is { ValueKind: JsonValueKind.Number }) return FinishReason.Stop;
        // "NaN happened" is told as a stop at a text; the last token is then made up.
        throw new RemoteFaultException(RemoteFault.Incomplete, $"The server ended the answer for another reason: {reason.GetRawText()}");
    }

    private static (double LogProbability, int Id) Pair(JsonElement item)
    {
        const string name = "output_token_logprobs";
        if (item.ValueKind != JsonValueKind.Array || item.GetArrayLength() < 2)
            throw new RemoteFaultException(RemoteFault.Malformed, $"'{name}' should hold a log-probability and an id for each token, and doesn't.");
        return (AnswerReading.AsNumber(item[0], name), AnswerReading.AsWhole(item[1], name));
    }

    private static JsonArray Numbers(int[] numbers) => [.. numbers.Select(number => (JsonNode)number)];

    private static JsonObject Biases(Question question) =>
        new(question.Biases.Select(bias => KeyValuePair.Create(bias.Id.ToString(CultureInfo.InvariantCulture), (JsonNode?)bias.Bias)));
}
