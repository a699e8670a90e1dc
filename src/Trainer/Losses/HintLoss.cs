namespace Rollouts.Trainer.Losses;

/// <summary>The supervised term on hint tokens: a policy that is shown a hint learns to write it (arXiv 2509.06923 eq. 47; A9).</summary>
public static class HintLoss
{
    /// <summary>Σ ω·(-ℓ). With ω = 1 / (B·|hint|) it is the mean over rollouts of each hint's mean negative log-likelihood, in which a
    /// rollout without a hint counts 0.</summary>
    /// <param name="logProbabilities">ℓ of the hint tokens, differentiable; may be empty. Shape [N].</param>
    /// <param name="weights">ω. Shape [N].</param>
    /// <returns>A scalar; 0 if there is no hint token.</returns>
    public static Tensor Compute(Tensor logProbabilities, Tensor weights)
    {
        using var scope = torch.NewDisposeScope();
        return (-(logProbabilities * weights).sum()).MoveToOuterDisposeScope();
    }
}
