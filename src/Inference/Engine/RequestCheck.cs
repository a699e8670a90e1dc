using Rollouts.Core.Rollouts;

namespace Rollouts.Inference.Engine;

/// <summary>Whether a request can be answered at all; asked at the door, before it waits.</summary>
internal static class RequestCheck
{
    /// <exception cref="ArgumentException">It can't; the message says why and what would help.</exception>
    public static void Check(GenerationRequest request, DecoderShape shape, EngineOptions options, int blockCapacity)
    {
        var (prefix, sampling, config) = (request.PrefixIds, request.Sampling, shape.Config);
        Require(prefix.Length >= 1, "The prefix is empty; a rollout needs at least one token to follow.");
        Require(request.Seeds.Length == request.Ids.Length, $"{request.Ids.Length} ids came with {request.Seeds.Length} seeds; each id needs one.");
        Require(sampling.MaximumTokens >= 1, $"The length limit is {sampling.MaximumTokens} tokens; it should be at least 1.");
        Require(prefix.Length + (long)sampling.MaximumTokens <= config.ContextLength,
            $"The prefix has {prefix.Length} tokens and the length limit is {sampling.MaximumTokens}, but the context holds {config.ContextLength}; " +
            "shorten one of them or take a policy of longer context.");
        Require(Array.TrueForAll(prefix, id => id >= 0 && id < config.VocabularySize),
            $"The prefix has a token id outside the vocabulary of {config.VocabularySize}; was another tokenizer used?");
        Require(double.IsFinite(sampling.Temperature) && sampling.Temperature >= 0, $"The temperature is {sampling.Temperature}; it should be 0 or more.");
        Require(sampling.TopP is > 0 and <= 1, $"Top-p is {sampling.TopP}; it should be above 0 and at most 1.");
        Require(sampling.TopK >= 0, $"Top-k is {sampling.TopK}; it should be 0 (off) or more.");
        var needed = Scheduler.BlocksOf(request, options.SlotCount);
        Require(needed <= blockCapacity,
            $"The request needs {needed} cache blocks at once, but the engine has {blockCapacity}; raise {nameof(EngineOptions.CacheMegabytes)} " +
            $"({options.CacheMegabytes}) or lower {nameof(EngineOptions.SlotCount)} ({options.SlotCount}).");
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition) throw new ArgumentException(otherwise);
    }
}
