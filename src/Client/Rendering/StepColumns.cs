using Rollouts.Core.Runs;

namespace Rollouts.Client.Rendering;

/// <summary>What is shown of a step, in the table and in plain lines.</summary>
internal static class StepColumns
{
    private static readonly (string Title, int Width, Func<Stepped, string> Cell)[] Columns =
    [
        ("step", 5, step => Figures.Count(step.Step)),
        ("hinted", 7, step => Metric(step, MetricNames.RewardHinted)),
        ("un-hinted", 9, step => Metric(step, MetricNames.RewardUnhinted)),
        ("hint rate", 9, step => Metric(step, MetricNames.HintRate)),
        ("groups mixed", 12, step => Metric(step, MetricNames.GroupsMixed)),
        ("rounds mixed", 12, step => Metric(step, MetricNames.RoundsMixed)),
        ("entropy", 7, step => Metric(step, MetricNames.Entropy)),
        ("KL", 6, step => Metric(step, step.Metrics.ContainsKey(MetricNames.Kl) ? MetricNames.Kl : MetricNames.BehaviourKl)),
        ("stale", 5, step => step.Metrics.TryGetValue(MetricNames.StalenessMean, out var age) ? age.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture) : Figures.None),
        ("tokens/s", 8, step => step.Metrics.TryGetValue(MetricNames.TokensPerSecond, out var speed) ? Figures.Count(speed) : Figures.None),
    ];

    /// <summary>The titles, each as wide as its column.</summary>
    public static string Titles { get; } = string.Join("  ", Columns.Select(column => column.Title.PadLeft(column.Width)));

    /// <summary>One step as a line under <see cref="Titles"/>.</summary>
    public static string Line(Stepped step) => string.Join("  ", Columns.Select(column => column.Cell(step).PadLeft(column.Width)));

    private static string Metric(Stepped step, string name) => Figures.Of(step.Metrics, name);
}
