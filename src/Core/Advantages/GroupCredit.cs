namespace Rollouts.Core.Advantages;

/// <summary>The credit of one visit's rollouts; every array is indexed [round][rollout].</summary>
/// <param name="Rewards">Rewards after shaping; NaN where there is none.</param>
/// <param name="Advantages">A; 0 where dropped.</param>
/// <param name="Dropped">Null where the rollout is trained on, else a <see cref="DropReason"/>.</param>
/// <param name="IsDegenerate">No rollout of the visit has an advantage: nothing to learn from it.</param>
public sealed record GroupCredit(double[][] Rewards, double[][] Advantages, string?[][] Dropped, bool IsDegenerate);
