using Rollouts.Core.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rollouts.Client.Rendering;

/// <summary>A run's course, one metric a line.</summary>
internal static class CurvesView
{
    private const int Width = 50;

    private static readonly (string Title, string Metric)[] Curves =
    [
        ("reward, hinted", MetricNames.RewardHinted), ("reward, un-hinted", MetricNames.RewardUnhinted), ("hint rate", MetricNames.HintRate),
        ("rounds mixed", MetricNames.RoundsMixed), ("entropy", MetricNames.Entropy), ("gradient norm", MetricNames.GradientNorm),
    ];

    /// <summary>The curves of the steps' metrics, in step order; metrics that no step has are left out.</summary>
    public static IRenderable Of(IReadOnlyList<IReadOnlyDictionary<string, double>> steps) =>
        new Rows(Curves.Select(curve => (curve.Title, Values: Values(steps, curve.Metric))).Where(curve => curve.Values.Length > 0)
            .Select(curve => new Text($"{curve.Title,-18}{Sparkline.Of(curve.Values, Width, 0, Math.Max(1, curve.Values.Max()))}  {Figures.Of(curve.Values[0])} → {Figures.Of(curve.Values[^1])}")));

    private static double[] Values(IReadOnlyList<IReadOnlyDictionary<string, double>> steps, string metric) =>
        [.. steps.Where(step => step.ContainsKey(metric)).Select(step => step[metric])];
}
