using System.Text.Json;
using System.Text.Json.Nodes;
using Rollouts.Core.Rollouts;

namespace Rollouts.Inference.Remote.LlamaCpp;

/// <summary>llama.cpp's native <c>POST /completion</c>: token ids in, token ids and probabilities out.</summary>
/// <remarks>Sampled tokens are told with their probability after temperature and biases. With greedy sampling that would be 1, so the
/// softmax of the raw logits is asked for instead; in it ids that are never drawn keep their share. Greedy rollouts are only measured, never trained on.</remarks>
internal static class LlamaCppCompletion
{
    /// <summary>What to send.</summary>
    public static JsonObject Request(Question question) => new()
    {
        ["prompt"] = new JsonArray([.. question.PrefixIds.Select(id => (JsonNode)id)]), ["stream"] = false, ["cache_prompt"] = true,
        ["n_predict"] = question.Sampling.MaximumTokens, ["temperature"] = question.Sampling.Temperature, ["samplers"] = new JsonArray("temperature"),
        ["seed"] = question.SmallSeed, ["n_probs"] = 1, ["post_sampling_probs"] = !question.IsGreedy, ["return_tokens"] = true,
        ["logit_bias"] = new JsonArray([.. question.Biases.Select(bias => new JsonArray(bias.Id, bias.Bias <= -Question.GreatestBias ? false : bias.Bias))]),
    };

    /// <summary>Reads what came.</summary>
    /// <exception cref="RemoteFaultException">It can't be used.</exception>
    /// <exception cref="Core.Weights.WeightMismatchException">Another model answered.</exception>
    public static Answer Read(JsonElement root, Question question)
    {
        question.Weights.Require(root.Text("model"));
        if (root.Whole("tokens_evaluated") is var promptCount && promptCount != question.PrefixIds.Length)
            throw new RemoteFaultException(RemoteFault.Incomplete, $"The server read {promptCount} prompt tokens; {question.PrefixIds.Length} were sent.");
        var ids = root.Ids("tokens");
        var drawn = root.Items("completion_probabilities");
        if (!Array.ConvertAll(drawn, item => item.Whole("id")).AsSpan().SequenceEqual(ids))
            throw new RemoteFaultException(RemoteFault.Incomplete,
                $"{ids.Length} tokens came with {drawn.Length} probabilities, or with those of others. llama.cpp tells none for a token that ends within a " +
                "character; where answers have such tokens, use another server.");
        return new(ids, Array.ConvertAll(drawn, item => LogProbability(item, question.IsGreedy)), Finish(root.Text("stop_type")));
    }

    private static double LogProbability(JsonElement item, bool isGreedy) => isGreedy
        ? AnswerReading.AsNumber(item.Member("logprob"), "logprob")
        : Math.Log(AnswerReading.AsNumber(item.Member("prob"), "prob"));

    private static FinishReason Finish(string reason) => reason switch
    {
        "eos" => FinishReason.Stop,
        "limit" => FinishReason.Length,
        _ => throw new RemoteFaultException(RemoteFault.Incomplete, $"The server ended the answer for another reason: {reason}."),
    };
}
