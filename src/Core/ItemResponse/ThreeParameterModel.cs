namespace Rollouts.Core.ItemResponse;

/// <summary>Accuracy as a function of the hint rate: f(p) = b + (1 - b) / (1 + exp(-k (p + μ))), the three-parameter logistic
/// with upper asymptote 1 (SEELE, arXiv 2509.06923 §4.3).</summary>
/// <param name="K">k, discrimination; &gt; 0.</param>
/// <param name="Mu">μ, shifted capability: -μ is the rate of the steepest rise.</param>
/// <param name="B">b, guessing floor, in [0, 1).</param>
public readonly record struct ThreeParameterModel(double K, double Mu, double B)
{
    /// <summary>f(p): accuracy in (b, 1) at a rate in [0, 1].</summary>
    public double Value(double rate) => B + (1 - B) * Logistic(rate);

    /// <summary>(∂f/∂k, ∂f/∂μ, ∂f/∂b) at a rate.</summary>
    public (double K, double Mu, double B) Gradient(double rate)
    {
        var logistic = Logistic(rate);
        var slope = (1 - B) * logistic * (1 - logistic);
        return (slope * (rate + Mu), slope * K, 1 - logistic);
    }

    /// <summary>f⁻¹(a) = -μ - ln((1 - b) / (a - b) - 1) / k: the rate that gives an accuracy; it may lie outside [0, 1].</summary>
    /// <returns>Null unless b &lt; a &lt; 1, where no rate gives that accuracy.</returns>
    public double? Inverse(double accuracy) =>
        accuracy > B && accuracy < 1 ? -Mu - Math.Log((1 - B) / (accuracy - B) - 1) / K : null;

    private double Logistic(double rate) => 1 / (1 + Math.Exp(-K * (rate + Mu)));
}
