namespace Rollouts.Inference.Engine.Sampling;

/// <summary>One drawn token.</summary>
/// <param name="Token">Its id.</param>
/// <param name="SampledLogProbability">Nats, under the distribution it was drawn from.</param>
/// <param name="ModelLogProbability">Nats, under the policy before top-p and top-k: a <see cref="Core.Rollouts.TokenDistribution"/>.</param>
internal readonly record struct Draw(int Token, float SampledLogProbability, float ModelLogProbability);
