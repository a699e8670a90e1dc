using System.Collections.Immutable;

namespace Rollouts.Core.Verification;

/// <summary>A verdict with the way to it.</summary>
/// <param name="Verdict">The judgement.</param>
/// <param name="Steps">What was found, how reference and answer were read, why they are equal or not: a sentence each.</param>
public sealed record VerdictExplanation(Verdict Verdict, ImmutableArray<string> Steps);
