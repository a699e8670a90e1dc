namespace Rollouts.Core.Training;

/// <summary>A text to learn from by imitation: the policy reads the prompt and is trained on the answer.</summary>
/// <param name="Prompt">What the policy reads, the prompt template already applied.</param>
/// <param name="Answer">What it should write, without the end token: the trainer appends it.</param>
public sealed record SupervisedExample(string Prompt, string Answer);
