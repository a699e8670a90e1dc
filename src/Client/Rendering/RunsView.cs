using Rollouts.Core.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rollouts.Client.Rendering;

/// <summary>All runs, one a row.</summary>
internal static class RunsView
{
    /// <summary>The table, or a sentence where there is none.</summary>
    public static IRenderable Of(IReadOnlyList<RunSummary> runs)
    {
        if (runs.Count == 0) return new Text("No runs here yet. Start one with: rollouts run quickstart");
        var table = new Table().SimpleBorder().AddColumns("run", "status");
        foreach (var title in new[] { "seed", "steps", "time", "before", "after" }) table.AddColumn(new TableColumn(title).RightAligned());
        foreach (var run in runs)
            table.AddRow(new Text(run.Run), new Text(run.Status), new Text(run.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                new Text(Figures.Count(run.Steps)), new Text(Figures.Duration(run.Seconds)),
                new Text(Figures.Of(run.HeldOut.Before?.Sampled.Value)), new Text(Figures.Of(run.HeldOut.After?.Sampled.Value)));
        return new Rows(table, new Text("before, after: held-out accuracy, un-hinted and sampled"));
    }
}
