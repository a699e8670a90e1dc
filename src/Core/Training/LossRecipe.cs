using Rollouts.Core.Advantages;

namespace Rollouts.Core.Training;

/// <summary>A published algorithm as a choice among the same pieces.</summary>
/// <param name="Name">Short name, lower case.</param>
/// <param name="Advantage">How it credits a group.</param>
/// <param name="Loss">What it minimises.</param>
public sealed record LossRecipe(string Name, AdvantageOptions Advantage, LossOptions Loss);
