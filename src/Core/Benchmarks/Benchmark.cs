using Rollouts.Core.Problems;
using Rollouts.Core.Verification;

namespace Rollouts.Core.Benchmarks;

/// <summary>Problems that a policy is measured on and never trained on.</summary>
/// <param name="Name">For example <c>math500</c>; letters, digits and <c>- _ .</c> only, as it names a folder.</param>
/// <param name="Problems">Read from their file as they are needed. Their only step is the answer; their first tag is the subject, where there is one.</param>
/// <param name="Verifier">Judges an answer.</param>
/// <param name="Sha256">Of the file: answers to another file are not mixed with these.</param>
public sealed record Benchmark(string Name, ProblemList Problems, IVerifier Verifier, string Sha256);
