namespace Rollouts.Core.Weights;

/// <summary>Which weights: the version says when, the hash says what.</summary>
/// <param name="Version">Optimizer steps since the run's policy began; 0 is the policy it starts reinforcement from.</param>
/// <param name="Sha256">Lower-case hexadecimal SHA-256 of <c>model.safetensors</c>.</param>
[GenerateSerializer, Immutable, Alias("policy-stamp")]
public sealed record PolicyStamp(int Version, string Sha256);
