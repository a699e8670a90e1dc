using System.Text.Json;
using Rollouts.Core.Verification;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rollouts.Client.Rendering;

/// <summary>Verdicts for people.</summary>
internal static class VerdictView
{
    /// <summary>The kind as files spell it: <c>correct</c>, <c>wrong</c>, <c>no_answer</c>, …</summary>
    public static string Name(VerdictKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    /// <summary>One verdict and the steps to it, numbered.</summary>
    public static IRenderable Of(VerdictExplanation explanation) => new Rows(
    [
        .. explanation.Steps.Select((step, place) => new Text($"{place + 1}. {step}")),
        new Text($"Verdict: {Words(explanation.Verdict.Kind)}"),
    ]);

    /// <summary>How many verdicts there are of each kind.</summary>
    public static IRenderable Of(IReadOnlyDictionary<VerdictKind, int> counts)
    {
        var table = new Table().AddColumn("verdict").AddColumn(new TableColumn("cases").RightAligned());
        foreach (var (kind, count) in counts) table.AddRow(Words(kind), $"{count}");
        return table.AddRow("all", $"{counts.Values.Sum()}");
    }

    private static string Words(VerdictKind kind) => Name(kind).Replace('_', ' ');
}
