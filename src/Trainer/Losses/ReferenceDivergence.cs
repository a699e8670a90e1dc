using Rollouts.Core.Training;

namespace Rollouts.Trainer.Losses;

/// <summary>Per-token estimators of KL(π_θ ‖ π_ref), after Schulman, "Approximating KL divergence" (2020).</summary>
/// <remarks>As a loss, k1 has zero expected gradient, k2 the right one on-policy, and k3 that of the reverse direction: they agree in
/// value, not in what they teach.</remarks>
internal static class ReferenceDivergence
{
    /// <summary>The estimate per token. Shapes [N].</summary>
    public static Tensor Of(KlEstimator estimator, Tensor current, Tensor reference) => estimator switch
    {
        KlEstimator.K1 => current - reference,
        KlEstimator.K2 => (current - reference).square() / 2,
        KlEstimator.K3 => (reference - current).expm1() - (reference - current),
        _ => throw new ArgumentOutOfRangeException(nameof(estimator), estimator, "There is no estimate without an estimator."),
    };
}
