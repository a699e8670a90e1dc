using Rollouts.Core.Rollouts;
using Rollouts.Core.Weights;

namespace Rollouts.Inference.Remote;

/// <summary>A server in its own language.</summary>
internal interface IServer
{
    /// <summary>Lets the server draw from these weights from now on, and makes sure that its log-probabilities are those that are asked for.</summary>
    /// <exception cref="EngineFailedException">It doesn't.</exception>
    /// <exception cref="WeightMismatchException">It draws from others.</exception>
    Task TakeOverAsync(ServedWeights weights, CancellationToken cancellationToken);

    /// <summary>Draws one rollout, in one attempt.</summary>
    /// <exception cref="RemoteFaultException">There is no answer, or it can't be used.</exception>
    /// <exception cref="WeightMismatchException">Other weights drew it.</exception>
    Task<Answer> DrawAsync(Question question, CancellationToken cancellationToken);

    /// <summary>Makes sure that what was just drawn came from these weights, where the answers themselves don't say so.</summary>
    /// <exception cref="WeightMismatchException">It did not.</exception>
    Task VerifyAsync(ServedWeights weights, CancellationToken cancellationToken);
}

/// <summary>What a server is asked.</summary>
/// <param name="PrefixIds">What the rollout begins from. Shape [P].</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Sampling">How to draw; without top-p and top-k.</param>
/// <param name="StopTokenIds">Tokens that end it.</param>
/// <param name="Biases">What is added to the logits of some ids.</param>
/// <param name="Weights">What to draw from.</param>
internal sealed record Question(
    int[] PrefixIds, ulong Seed, SamplingOptions Sampling, int[] StopTokenIds, IReadOnlyList<(int Id, double Bias)> Biases, ServedWeights Weights)
{
    /// <summary>Added to a logit, it makes an id impossible or certain; no server takes more.</summary>
    public const double GreatestBias = 100;

    /// <summary>Whether the likeliest token is taken each time.</summary>
    public bool IsGreedy => Sampling.Temperature == 0;

    /// <summary>The seed as a number that no server takes for none, and every one takes.</summary>
    public int SmallSeed => (int)(Seed & int.MaxValue);
}

/// <summary>What a server answered.</summary>
/// <param name="TokenIds">Shape [T].</param>
/// <param name="LogProbabilities">Nats, under the <see cref="TokenDistribution"/> that was asked for. Shape [T].</param>
/// <param name="Finish">Why it ended.</param>
internal sealed record Answer(int[] TokenIds, double[] LogProbabilities, FinishReason Finish);
