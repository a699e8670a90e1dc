using System.Collections.Immutable;
using Rollouts.Core.Verification;

namespace Rollouts.Core.Problems;

/// <summary>Problems to learn from, others to be measured on, and the judge of both.</summary>
/// <param name="Name">Short name, part of metric names: <c>digits</c>, <c>gsm8k</c>.</param>
/// <param name="Train">Problems of the run; ids unique, none in <paramref name="HeldOut"/>.</param>
/// <param name="HeldOut">Problems that are only ever evaluated, never trained on.</param>
/// <param name="Verifier">Judges an answer to a problem of this set.</param>
public sealed record ProblemSet(
    string Name, ProblemList Train, ProblemList HeldOut, IVerifier Verifier)
{
    /// <summary>Every character that statements, solutions and play use, each once; null for sets from files.</summary>
    public string? Alphabet { get; init; }

    /// <summary>Endless practice; null for sets from files.</summary>
    public IPlaySource? Play { get; init; }

    /// <summary>Lines or rows of the files that could not be used and were passed over, as <c>problems.bad_lines: skip</c> asks.</summary>
    public int SkippedCount { get; init; }

    /// <summary>What a person should know about the data although the run can go on, one sentence each.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}
