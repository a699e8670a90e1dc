using Rollouts.Core.Runs;
using Rollouts.Core.Weights;

namespace Rollouts.Grains;

/// <summary>A run's memory.</summary>
internal sealed record RunState
{
    public string Specification { get; init; } = "";
    public string Folder { get; init; } = "";
    public int TrainCount { get; init; }
    public int HeldOutCount { get; init; }
    public RunPhase Phase { get; init; }
    public string? Failure { get; init; }
    public int Epoch { get; init; }
    public int WarmStartStep { get; init; }
    public int Step { get; init; }
    public PolicyStamp? Policy { get; init; }
    public Dictionary<string, double> Metrics { get; init; } = [];
    public EvaluationReport[] Evaluations { get; init; } = [];
    public double Seconds { get; init; }
    public string[] Alarms { get; init; } = [];

    /// <summary>Whether work is given out.</summary>
    public bool IsUnderWay => Phase is RunPhase.WarmStart or RunPhase.Training or RunPhase.Finishing;
}
