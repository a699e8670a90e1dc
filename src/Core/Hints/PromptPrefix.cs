namespace Rollouts.Core.Hints;

/// <summary>What a rollout begins from: prompt and hint, encoded apart and joined as ids, so that a hint never changes how the
/// prompt before it is cut into tokens.</summary>
/// <param name="PromptIds">The prompt's tokens, the same for every hint. Shape [P].</param>
/// <param name="HintIds">The hint's tokens; they follow the prompt. Shape [H], empty without a hint.</param>
public sealed record PromptPrefix(int[] PromptIds, int[] HintIds)
{
    /// <summary>Prompt and hint joined. Shape [P + H].</summary>
    public int[] Ids => [.. PromptIds, .. HintIds];
}
