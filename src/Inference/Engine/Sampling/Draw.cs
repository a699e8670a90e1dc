namespace Rollouts.Inference.Engine.Sampling;

/// <summary>One drawn token.</summary>
/// <param name="Token">Its id.</param>
/// <param name="SampledLogProbability">Nats, under the distribution it was drawn from.</param>
/// <param name="ModelLogProbability">Nats, under the plain softmax over the whole vocabulary.</param>
internal readonly record struct Draw(int Token, float SampledLogProbability, float ModelLogProbability);
