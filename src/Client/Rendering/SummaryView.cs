using Rollouts.Core.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rollouts.Client.Rendering;

/// <summary>What a run came to: before and after, where everything is, what to look at next.</summary>
internal static class SummaryView
{
    /// <summary>The view of a summary.</summary>
    /// <param name="folder">The run folder, as a person would type it.</param>
    public static IRenderable Of(RunSummary summary, string folder)
    {
        var lines = new List<IRenderable> { new Text(Headline(summary), new Style(decoration: Decoration.Bold)) };
        if (summary.Failure is { } failure) lines.Add(new Text(PlainText.Of(failure)));
        if (summary.HeldOut.Before is { } before) lines.Add(Accuracies(before, summary.HeldOut.After));
        lines.AddRange(Account(summary).Select(line => new Text(line)));
        lines.AddRange(summary.Warnings.Concat(summary.Alarms).Select(alarm => new Text($"! {PlainText.Of(alarm)}")));
        lines.AddRange(Next(summary, folder).Select(line => new Text(line)));
        return new Rows(lines);
    }

    private static string Headline(RunSummary summary) =>
        $"{summary.Run} {summary.Status} at step {Figures.Count(summary.Steps)} after {Figures.Duration(summary.Seconds)}";

    private static Table Accuracies(HeldOutAccuracy before, HeldOutAccuracy? after)
    {
        var table = new Table().SimpleBorder()
            .AddColumns($"held out, un-hinted ({before.Sampled.Problems} problems)", "before", "after");
        table.AddRow("sampled", Figures.Of(before.Sampled), after is null ? Figures.None : Figures.Of(after.Sampled));
        return table.AddRow("greedy", Figures.Of(before.Greedy), after is null ? Figures.None : Figures.Of(after.Greedy));
    }

    private static IEnumerable<string> Account(RunSummary summary)
    {
        var ledger = summary.Ledger;
        var reasons = ledger.DroppedByReason.Count == 0 ? "" :
            $" ({string.Join(", ", ledger.DroppedByReason.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {Figures.Count(pair.Value)}"))})";
        yield return $"rollouts  {Figures.Count(ledger.Generated)} generated = {Figures.Count(ledger.Consumed)} trained on + {Figures.Count(ledger.Dropped)} dropped{reasons} + {Figures.Count(ledger.Pending)} waiting";
        yield return $"tokens    {Figures.Count(summary.GeneratedTokens)}";
        if (summary.LogProbabilityGap is { } gap)
            yield return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"sampler and trainer differ by at most {gap:0.0e+0} nats a token");
    }

    private static IEnumerable<string> Next(RunSummary summary, string folder)
    {
        yield return $"folder    {folder}";
        if (summary.Status == "failed") yield return $"log       {new RunFolder(folder).Log}";
        if (summary.Status is "stopped" or "failed") yield return $"resume    rollouts resume {summary.Run}";
        if (summary.Steps > 0) yield return $"look at   rollouts show {summary.Run} --step {summary.Steps}";
        if (summary.Status == "completed") yield return $"take it   rollouts export {summary.Run} <folder>";
    }
}
