using Rollouts.Core.Weights;

namespace Rollouts.Core.Rollouts;

/// <summary>Rollouts of one round: they share prompt and hint, which are computed once.</summary>
/// <param name="PrefixIds">Prompt and hint, already tokenised apart and joined. Shape [P], P ≥ 1.</param>
/// <param name="Ids">One rollout is drawn per id. Shape [n].</param>
/// <param name="Seeds">The seed of each id. Shape [n].</param>
/// <param name="Sampling">How tokens are drawn.</param>
/// <param name="StopTokenIds">Tokens that end a rollout.</param>
public sealed record GenerationRequest(
    int[] PrefixIds, RolloutId[] Ids, ulong[] Seeds, SamplingOptions Sampling, int[] StopTokenIds);

/// <summary>What an engine is doing; a snapshot.</summary>
/// <param name="Policy">The weights it draws from; null before the first load.</param>
/// <param name="SlotCount">Sequences it can decode at once.</param>
/// <param name="ActiveCount">Sequences it is decoding.</param>
/// <param name="QueuedCount">Sequences accepted and waiting for a slot.</param>
/// <param name="GeneratedTokens">Tokens drawn since it started.</param>
/// <param name="BusySeconds">Seconds in which it decoded, since it started.</param>
[GenerateSerializer, Immutable, Alias("engine-snapshot")]
public sealed record EngineSnapshot(
    PolicyStamp? Policy, int SlotCount, int ActiveCount, int QueuedCount, long GeneratedTokens, double BusySeconds);

/// <summary>Draws rollouts: the one door between actors and whatever runs the transformer.</summary>
/// <remarks>Thread-safe. A rollout depends on weights, prefix, seed and sampling options alone, never on what it was batched with.</remarks>
public interface IRolloutEngine : IAsyncDisposable
{
    /// <summary>What the engine is doing now.</summary>
    EngineSnapshot Snapshot { get; }

    /// <summary>Draws every rollout of a round.</summary>
    /// <exception cref="EngineFailedException">The engine can't go on (non-finite logits, a dead thread); its message says which.</exception>
    /// <exception cref="ArgumentException">The prefix and the length limit don't fit into the context.</exception>
    Task<Rollout[]> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken);

    /// <summary>Takes over new weights between two decode steps. Callers that need a rollout to come from one set of weights
    /// let their requests end first.</summary>
    /// <param name="folder">A folder in the Hugging Face layout (<c>model.safetensors</c>).</param>
    /// <param name="stamp">Version and hash; the hash is checked against the bytes read.</param>
    /// <exception cref="WeightMismatchException">The bytes are not those that the stamp names.</exception>
    Task LoadAsync(string folder, PolicyStamp stamp, CancellationToken cancellationToken);
}
