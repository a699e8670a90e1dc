using Rollouts.Core.Runs;

namespace Rollouts.Core.Benchmarks;

/// <summary>A policy on one benchmark.</summary>
/// <param name="Benchmark">Its name.</param>
/// <param name="PolicySha256">The weights.</param>
/// <param name="Problems">Problems answered.</param>
/// <param name="Samples">Sampled answers a problem.</param>
/// <param name="Greedy">Accuracy at temperature 0.</param>
/// <param name="Sampled">avg@k: mean accuracy of the sampled answers.</param>
/// <param name="PassAt">Unbiased pass@k by k.</param>
/// <param name="MajorityAt">maj@k by k.</param>
/// <param name="Tags">The same by subject and level, in their order; empty where the problems have none.</param>
/// <param name="Verdicts">Answers by verdict, greedy and sampled together.</param>
/// <param name="MeanTokens">Of an answer, greedy and sampled together.</param>
public sealed record BenchmarkReport(
    string Benchmark, string PolicySha256, int Problems, int Samples, Share Greedy, Share Sampled, SortedDictionary<int, Share> PassAt,
    SortedDictionary<int, Share> MajorityAt, TagReport[] Tags, SortedDictionary<string, int> Verdicts, double MeanTokens);

/// <summary>A policy on the problems with one tag.</summary>
/// <param name="Tag">Subject or level.</param>
/// <param name="Problems">Problems with it.</param>
/// <param name="Greedy">Accuracy at temperature 0.</param>
/// <param name="Sampled">avg@k.</param>
public sealed record TagReport(string Tag, int Problems, Share Greedy, Share Sampled);
