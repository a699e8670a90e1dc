namespace Rollouts.Core.Training;

/// <summary>A supervised phase before reinforcement: the policy learns from worked solutions, or from a generated set's play.</summary>
public sealed record WarmStartOptions
{
    /// <summary>Optimizer steps; 0 = no warm start.</summary>
    public int Steps { get; init; }

    /// <summary>Examples of a step.</summary>
    public int ExamplesPerStep { get; init; } = 64;

    /// <summary><c>solutions</c>: the training problems with their worked solutions. <c>play</c>: examples that a generated set
    /// makes without end (never a problem of the set).</summary>
    public string Examples { get; init; } = "solutions";

    /// <summary>The optimizer of this phase.</summary>
    public OptimizerOptions Optimizer { get; init; } = new() { LearningRate = 2e-3 };
}
