using Rollouts.Core.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rollouts.Client.Rendering;

/// <summary>One policy on held-out problems.</summary>
internal static class EvaluationView
{
    /// <summary>Sampled and greedy accuracy and each pass@k, with 95 % intervals.</summary>
    public static IRenderable Of(EvaluationReport report)
    {
        var table = new Table().SimpleBorder().AddColumns($"{report.ProblemSet}, held out, un-hinted", $"{report.Sampled.Problems} problems");
        table.AddRow("sampled", Figures.Of(report.Sampled)).AddRow("greedy", Figures.Of(report.Greedy));
        foreach (var (k, share) in report.PassAt.OrderBy(pair => pair.Key)) table.AddRow($"pass@{k}", Figures.Of(share));
        return new Rows(table, new Text($"weights {report.Policy.Sha256}{(report.Errors == 0 ? "" : $"; {report.Errors} answers got no verdict and are in no share")}"));
    }
}
