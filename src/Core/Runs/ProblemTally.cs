namespace Rollouts.Core.Runs;

/// <summary>Answers to one held-out problem, counted.</summary>
/// <param name="SampleCount">Judged answers; those without a verdict are not among them.</param>
/// <param name="CorrectCount">Right ones.</param>
/// <param name="ErrorCount">Answers that got no verdict.</param>
[GenerateSerializer, Immutable, Alias("problem-tally")]
public readonly record struct ProblemTally(int SampleCount, int CorrectCount, int ErrorCount = 0);
