using System.Text.Json;
using System.Text.Json.Nodes;
using Rollouts.Core.Runs;

namespace Rollouts.Silo.Records;

/// <summary>A line of <c>metrics.jsonl</c>.</summary>
/// <param name="Event"><c>warm_start</c>, <c>step</c> or <c>evaluation</c>.</param>
/// <param name="Step">1-based step; of an evaluation the measured version.</param>
/// <param name="Text">The line without its end.</param>
internal sealed record MetricLine(string Event, int Step, string Text)
{
    public const string WarmStart = "warm_start", Training = "step", Evaluation = "evaluation";

    /// <summary>The line of an event; null for events that have none.</summary>
    public static MetricLine? Of(RunEvent happened) => happened switch
    {
        WarmStartStepped stepped => Make(WarmStart, stepped.Step, happened.At, stepped.Metrics),
        Stepped stepped => Make(Training, stepped.Step, happened.At, stepped.Metrics),
        Evaluated { Report: var report } => Make(Evaluation, report.Policy.Version, happened.At, MetricsOf(report)),
        _ => null,
    };

    /// <summary>Reads a line; null where it is not a whole one, as after a crash in mid-write.</summary>
    public static MetricLine? Read(string text)
    {
        try
        {
            var line = JsonNode.Parse(text)!;
            return new(line["event"]!.GetValue<string>(), line["step"]!.GetValue<int>(), text);
        }
        catch (Exception error) when (error is JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Whether this line, when it is written, takes the other's place: the other tells of the same step, or of a later one
    /// that is about to be made again. A measurement only ever replaces the measurement of the same version.</summary>
    public bool Replaces(MetricLine other) => (Event, other.Event) switch
    {
        (Evaluation, Evaluation) => Step == other.Step,
        (WarmStart, Training) => true,
        _ => Event == other.Event && Step <= other.Step,
    };

    private static MetricLine Make(string name, int step, DateTimeOffset at, Dictionary<string, double> metrics)
    {
        var line = new JsonObject { ["event"] = name, ["step"] = step, ["time"] = at.ToString("O") };
        foreach (var (metric, value) in metrics.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            line[metric] = double.IsFinite(value) ? value : null;
        return new(name, step, line.ToJsonString());
    }

    private static Dictionary<string, double> MetricsOf(EvaluationReport report)
    {
        var set = $"eval/{report.ProblemSet}";
        var metrics = new Dictionary<string, double>
        {
            [$"{set}/greedy"] = report.Greedy.Value,
            [$"{set}/sampled"] = report.Sampled.Value,
            [$"{set}/errors"] = report.Errors,
        };
        foreach (var (k, share) in report.PassAt) metrics[FormattableString.Invariant($"{set}/pass@{k}")] = share.Value;
        return metrics;
    }
}
