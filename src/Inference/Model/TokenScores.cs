using static TorchSharp.torch;

namespace Rollouts.Inference.Model;

/// <summary>How the model judged tokens.</summary>
/// <param name="LogProbabilities">Nats; shape [N].</param>
/// <param name="Entropies">Entropy of the distribution that each was taken from, in nats; shape [N].</param>
public sealed record TokenScores(Tensor LogProbabilities, Tensor Entropies);
