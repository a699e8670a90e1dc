using Rollouts.Core.Advantages;
using Rollouts.Core.Experience;
using Rollouts.Core.Hints;
using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Training;
using Rollouts.Core.Weights;

namespace Rollouts.Core.Runs;

/// <summary>Everything that decides what a run does: a recipe with its overrides applied. Written in YAML with
/// <c>snake_case</c> keys, saved resolved in the run folder.</summary>
public sealed record RunSpecification
{
    /// <summary>Name of the recipe.</summary>
    public string Recipe { get; init; } = "unnamed";

    /// <summary>One line for people: what the run is for.</summary>
    public string Description { get; init; } = "";

    /// <summary>Seed of problem order, rollouts and new weights.</summary>
    public ulong Seed { get; init; }

    /// <summary>Optimizer steps.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>Threads the engine and the trainer may use each; 0 = all cores.</summary>
    public int Threads { get; init; }

    /// <summary>Where the problems come from.</summary>
    public ProblemOptions Problems { get; init; } = new();

    /// <summary>The policy.</summary>
    public ModelOptions Model { get; init; } = new();

    /// <summary>The supervised phase before reinforcement.</summary>
    public WarmStartOptions WarmStart { get; init; } = new();

    /// <summary>The hint schedule.</summary>
    public HintOptions Hint { get; init; } = new();

    /// <summary>How rollouts are drawn.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>Where rollouts are drawn.</summary>
    public RolloutEngineOptions Engine { get; init; } = new();

    /// <summary>From rewards to advantages.</summary>
    public AdvantageOptions Advantage { get; init; } = new();

    /// <summary>The policy loss.</summary>
    public LossOptions Loss { get; init; } = new();

    /// <summary>Off-policyness and batch size.</summary>
    public ScheduleOptions Schedule { get; init; } = new();

    /// <summary>The optimizer.</summary>
    public OptimizerOptions Optimizer { get; init; } = new();

    /// <summary>Held-out measurement.</summary>
    public EvaluationOptions Evaluation { get; init; } = new();

    /// <summary>Checkpoints.</summary>
    public CheckpointOptions Checkpoint { get; init; } = new();
}
