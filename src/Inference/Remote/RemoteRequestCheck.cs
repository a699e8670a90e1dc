using Rollouts.Core;
using Rollouts.Core.Rollouts;

namespace Rollouts.Inference.Remote;

/// <summary>Whether a request can be answered at all; asked at the door, before anything is sent.</summary>
internal static class RemoteRequestCheck
{
    /// <exception cref="ArgumentException">It can't; the message says why and what would help.</exception>
    /// <exception cref="InvalidInputException">It asks for top-p or top-k.</exception>
    public static void Check(GenerationRequest request, RemotePolicy policy)
    {
        var (prefix, sampling) = (request.PrefixIds, request.Sampling);
        Require(prefix.Length >= 1, "The prefix is empty; a rollout needs at least one token to follow.");
        Require(request.Seeds.Length == request.Ids.Length, $"{request.Ids.Length} ids came with {request.Seeds.Length} seeds; each id needs one.");
        Require(sampling.MaximumTokens >= 1, $"The length limit is {sampling.MaximumTokens} tokens; it should be at least 1.");
        Require(prefix.Length + (long)sampling.MaximumTokens <= policy.ContextLength,
            $"The prefix has {prefix.Length} tokens and the length limit is {sampling.MaximumTokens}, but the context holds {policy.ContextLength}; " +
            "shorten one of them or take a policy of longer context.");
        Require(Array.TrueForAll(prefix, id => id >= 0 && id < policy.VocabularySize),
            $"The prefix has a token id outside the vocabulary of {policy.VocabularySize}; was another tokenizer used?");
        Require(double.IsFinite(sampling.Temperature) && sampling.Temperature >= 0, $"The temperature is {sampling.Temperature}; it should be 0 or more.");
        if (sampling.TopP != 1 || sampling.TopK != 0)
            throw new InvalidInputException(
                $"Top-p is {sampling.TopP} and top-k {sampling.TopK}; with a server they must be 1 and 0, as none tells a token's log-probability "
                + "both before and after the cut.");
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition) throw new ArgumentException(otherwise);
    }
}
