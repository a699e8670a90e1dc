namespace Rollouts.Core.ItemResponse;

/// <summary>One observation of a problem: at this hint rate the policy was this accurate.</summary>
/// <param name="Rate">p, share of the solution shown, in [0, 1].</param>
/// <param name="Accuracy">â, mean success of the rollouts at this rate, in [0, 1].</param>
/// <param name="Weight">Rounds that the accuracy is the mean of, &gt; 0 (A17).</param>
public readonly record struct ItemResponsePoint(double Rate, double Accuracy, double Weight = 1);
