using System.Collections.Immutable;
using Rollouts.Core.Tokenization;

namespace Rollouts.Core.Rollouts;

/// <summary>The policy as a distribution over the next token: softmax(logits / temperature) over the ids that may be drawn.</summary>
/// <remarks>Sampler and trainer use this one definition. If the trainer's softmax held an id that is never drawn, no rollout would ever
/// push its probability down: what wrong answers lose would gather there, and the policy would be trained off its own samples.
/// Top-k and top-p cut this distribution further when a token is drawn; the trainer does not repeat the cut.</remarks>
/// <param name="Temperature">Divides the logits; above 0.</param>
/// <param name="ForbiddenIds">Ids of probability zero, such as padding.</param>
public sealed record TokenDistribution(double Temperature, ImmutableArray<int> ForbiddenIds)
{
    /// <summary>The softmax over the whole vocabulary at temperature 1.</summary>
    public static TokenDistribution Plain { get; } = new(1, []);

    /// <summary>The distribution of a policy with this alphabet, sampled like this; greedy sampling has that of temperature 1.</summary>
    public static TokenDistribution Of(ITokenizer tokenizer, SamplingOptions sampling) =>
        new(sampling.Temperature > 0 ? sampling.Temperature : 1, NeverDrawn(tokenizer));

    /// <summary>Ids that no rollout may hold: padding where there is one, unless it ends an answer as well.</summary>
    public static ImmutableArray<int> NeverDrawn(ITokenizer tokenizer) =>
        tokenizer.PaddingId == ITokenizer.NoId || tokenizer.EndIds.Contains(tokenizer.PaddingId) ? [] : [tokenizer.PaddingId];
}
