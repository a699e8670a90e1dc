namespace Rollouts.Core.ItemResponse;

/// <summary>The box a fit stays in (A6).</summary>
/// <param name="KMinimum">Least discrimination.</param>
/// <param name="KMaximum">Greatest discrimination.</param>
/// <param name="MuMinimum">Least shifted capability.</param>
/// <param name="MuMaximum">Greatest shifted capability.</param>
/// <param name="BMaximum">Greatest guessing floor; the least is 0.</param>
public sealed record ItemResponseBounds(
    double KMinimum = 0.5, double KMaximum = 50, double MuMinimum = -1, double MuMaximum = 0, double BMaximum = 0.49)
{
    /// <summary>Bounds that keep the floor below a target accuracy, so that the target has an inverse.</summary>
    /// <param name="target">a*, in (0, 1).</param>
    public static ItemResponseBounds ForTarget(double target) => new(BMaximum: Math.Max(0, Math.Min(0.49, target - 0.01)));
}
