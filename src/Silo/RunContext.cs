using Rollouts.Core.Problems;
using Rollouts.Core.Runs;
using Rollouts.Core.Tokenization;

namespace Rollouts.Silo;

/// <summary>What every part of a host knows about its run; loaded once, then never changed.</summary>
/// <param name="Run">Which run; also the key of its grains.</param>
/// <param name="Folder">Where it keeps its files.</param>
/// <param name="Specification">What it does.</param>
/// <param name="Problems">What it learns from, is measured on and is judged by.</param>
/// <param name="Tokenizer">The alphabet of its policy.</param>
public sealed record RunContext(
    RunId Run, RunFolder Folder, RunSpecification Specification, ProblemSet Problems, ITokenizer Tokenizer);
