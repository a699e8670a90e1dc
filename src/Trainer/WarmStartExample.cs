namespace Rollouts.Trainer;

/// <summary>A question with the answer that the policy is to imitate.</summary>
/// <param name="PromptIds">Prompt tokens, at least one. Shape [P].</param>
/// <param name="AnswerIds">Answer tokens, the end token included. Shape [T].</param>
public sealed record WarmStartExample(int[] PromptIds, int[] AnswerIds);
