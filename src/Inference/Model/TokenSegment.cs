namespace Rollouts.Inference.Model;

/// <summary>Tokens that follow other tokens: one node of a row that branches. A prompt with several answers is one segment for
/// the prompt and one per answer, each with the prompt as its parent, so that the prompt is computed once.</summary>
/// <param name="TokenIds">The tokens; shape [T], at least one.</param>
/// <param name="Parent">Index in its row of the segment it continues, below its own; -1 where it begins the row.</param>
public sealed record TokenSegment(int[] TokenIds, int Parent = -1);
