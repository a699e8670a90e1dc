namespace Rollouts.Core.Runs;

/// <summary>Where things are in a run's folder. All that a run has is in here but the starting policy that <c>model.path</c> names.</summary>
/// <param name="Path">The folder, absolute.</param>
public sealed record RunFolder(string Path)
{
    /// <summary>The resolved specification, <c>specification.json</c>.</summary>
    public string Specification => System.IO.Path.Combine(Path, "specification.json");

    /// <summary>One JSON object a step.</summary>
    public string Metrics => System.IO.Path.Combine(Path, "metrics.jsonl");

    /// <summary>The run in one JSON object, kept current.</summary>
    public string Summary => System.IO.Path.Combine(Path, "summary.json");

    /// <summary>What the host logged.</summary>
    public string Log => System.IO.Path.Combine(Path, "run.log");

    /// <summary>The grains' durable state.</summary>
    public string State => System.IO.Path.Combine(Path, "state.db");

    /// <summary>Folder of published weights, one folder a version.</summary>
    public string Weights => System.IO.Path.Combine(Path, "weights");

    /// <summary>Folder of checkpoints.</summary>
    public string Checkpoints => System.IO.Path.Combine(Path, "checkpoints");

    /// <summary>Folder of the rollouts that were trained on, one file a step.</summary>
    public string Rollouts => System.IO.Path.Combine(Path, "rollouts");

    /// <summary>The rollouts that a step consumed.</summary>
    public string RolloutsOf(int step) => System.IO.Path.Combine(Rollouts, FormattableString.Invariant($"step-{step:D6}.msgpack"));
}
