namespace Rollouts.Core.Benchmarks;

/// <summary>All that answers to a benchmark depend on but the number of them: answers under other conditions are never mixed with these.</summary>
/// <param name="Benchmark">Its name.</param>
/// <param name="BenchmarkSha256">Its file.</param>
/// <param name="PolicySha256">The weights.</param>
/// <param name="PromptSha256">The token ids of the first problem's prompt: another tokenizer or template gives others.</param>
/// <param name="Seed">Of every sampled answer, with the problem's id and the answer's place.</param>
/// <param name="MaximumTokens">Of an answer.</param>
/// <param name="Temperature">Of the sampled answers.</param>
/// <param name="TopP">Of the sampled answers.</param>
/// <param name="TopK">Of the sampled answers.</param>
public sealed record BenchmarkConditions(
    string Benchmark, string BenchmarkSha256, string PolicySha256, string PromptSha256, ulong Seed, int MaximumTokens, double Temperature, double TopP, int TopK);
