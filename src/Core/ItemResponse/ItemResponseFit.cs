using Rollouts.Core.Hints;
using Rollouts.Core.Verification;

namespace Rollouts.Core.ItemResponse;

/// <summary>What a fit says about itself.</summary>
public enum FitStatus
{
    /// <summary>The least-squares solution lies inside the bounds and the data determine it.</summary>
    Converged,

    /// <summary>At least one parameter lies on its bound.</summary>
    AtBound,

    /// <summary>Fewer distinct rates than parameters, or a flat valley: other parameters fit as well.</summary>
    UnderDetermined,

    /// <summary>The iteration ended without a finite answer; the hint schedule falls back to bisection (A7).</summary>
    Failed,
}

/// <summary>A fitted three-parameter logistic: accuracy(p) = b + (1 - b) / (1 + exp(-k (p + μ))) (SEELE, arXiv 2509.06923 §4.3).</summary>
/// <param name="K">Discrimination, in [0.5, 50].</param>
/// <param name="Mu">Shifted capability, in [-1, 0].</param>
/// <param name="B">Guessing floor, in [0, 0.49].</param>
/// <param name="SumOfSquares">Weighted residual sum of squares.</param>
/// <param name="Iterations">Iterations used.</param>
/// <param name="Status">How far it can be trusted.</param>
/// <remarks>Previous: <see cref="Verdict"/>. Next: <see cref="Hint"/> of the next round, then <see cref="Advantages.CreditedGroup"/>.</remarks>
[GenerateSerializer, Immutable, Alias("item-response-fit")]
public sealed record ItemResponseFit(double K, double Mu, double B, double SumOfSquares, int Iterations, FitStatus Status)
{
    /// <summary>The fitted curve.</summary>
    public ThreeParameterModel Model => new(K, Mu, B);
}
