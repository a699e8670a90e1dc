using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rollouts.Core.Runs;

/// <summary>Greedy and sampled accuracy of one policy version on held-out problems.</summary>
/// <param name="Sampled">avg@k at the evaluation's temperature.</param>
/// <param name="Greedy">At temperature 0.</param>
public sealed record HeldOutAccuracy(Share Sampled, Share Greedy);

/// <summary>Held-out accuracy at both ends of a run.</summary>
/// <param name="Before">Of the policy that reinforcement began with; null until it is measured.</param>
/// <param name="After">Of the newest policy that was measured after it; null until there is one.</param>
public sealed record HeldOutChange(HeldOutAccuracy? Before, HeldOutAccuracy? After);

/// <summary>The ledger as the summary tells it: generated = consumed + dropped + pending.</summary>
/// <param name="Generated">Rollouts handed over with a verdict.</param>
/// <param name="Consumed">Rollouts trained on.</param>
/// <param name="Dropped">Rollouts not trained on.</param>
/// <param name="Pending">Rollouts that wait.</param>
/// <param name="DroppedByReason">The dropped ones, by reason.</param>
public sealed record LedgerSummary(long Generated, long Consumed, long Dropped, long Pending, Dictionary<string, long> DroppedByReason);

/// <summary>A run in one JSON object, <c>summary.json</c>: kept current while the run goes on, read by people's scripts. Keys are
/// camelCase; none is ever renamed.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Recipe">Its recipe.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Status"><c>running</c>, <c>completed</c>, <c>stopped</c> or <c>failed</c>.</param>
/// <param name="Failure">Why it failed; null unless it did.</param>
/// <param name="Seconds">Wall seconds of work, resumptions added up.</param>
/// <param name="Rollouts">Rollouts generated for training.</param>
/// <param name="GeneratedTokens">Tokens drawn for training.</param>
/// <param name="Steps">Optimizer steps done.</param>
/// <param name="WeightsSha256">Hash of the newest <c>model.safetensors</c>; null before the first.</param>
/// <param name="HeldOut">Accuracy before and after.</param>
/// <param name="Ledger">Where every rollout is.</param>
/// <param name="LogProbabilityGap">See <see cref="MetricNames.LogProbabilityGap"/>, of the newest step; null before the first.</param>
/// <param name="Alarms">What a person should know, newest last.</param>
public sealed record RunSummary(
    string Run, string Recipe, ulong Seed, string Status, string? Failure, double Seconds, long Rollouts, long GeneratedTokens, int Steps,
    string? WeightsSha256, HeldOutChange HeldOut, LedgerSummary Ledger, double? LogProbabilityGap, string[] Alarms)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What the problems' files had to say when they were read: bad lines that were skipped, repetitions, what is held out as well.</summary>
    public string[] Warnings { get; init; } = [];

    /// <summary>The summary of a snapshot.</summary>
    public static RunSummary Of(RunSnapshot snapshot) => new(
        snapshot.Run.Value, snapshot.Recipe, snapshot.Seed, StatusOf(snapshot.Phase), snapshot.Failure, snapshot.Seconds, snapshot.Ledger.Generated,
        snapshot.GeneratedTokens, snapshot.Step, snapshot.Policy?.Sha256, HeldOutOf(snapshot.Evaluations), LedgerOf(snapshot.Ledger),
        snapshot.Metrics.TryGetValue(MetricNames.LogProbabilityGap, out var gap) ? gap : null, snapshot.Alarms);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is damaged; the message says where.</exception>
    public static RunSummary Read(string json) =>
        JsonSerializer.Deserialize<RunSummary>(json, Options) ?? throw new JsonException("The summary is empty.");

    /// <summary>The text of <c>summary.json</c>.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options);

    private static string StatusOf(RunPhase phase) => phase switch
    {
        RunPhase.Completed => "completed",
        RunPhase.Stopped => "stopped",
        RunPhase.Failed => "failed",
        _ => "running",
    };

    private static HeldOutChange HeldOutOf(EvaluationReport[] evaluations)
    {
        var byVersion = evaluations.OrderBy(report => report.Policy.Version).ToArray();
        return new(byVersion.Length > 0 ? Accuracy(byVersion[0]) : null, byVersion.Length > 1 ? Accuracy(byVersion[^1]) : null);
    }

    private static HeldOutAccuracy Accuracy(EvaluationReport report) => new(report.Sampled, report.Greedy);

    private static LedgerSummary LedgerOf(Ledger ledger) =>
        new(ledger.Generated, ledger.Consumed, ledger.Dropped.Values.Sum(), ledger.Pending, ledger.Dropped);
}
