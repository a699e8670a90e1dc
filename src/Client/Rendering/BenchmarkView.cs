using System.Globalization;
using Rollouts.Core.Benchmarks;
using Rollouts.Core.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rollouts.Client.Rendering;

/// <summary>A policy on benchmarks, and two policies compared.</summary>
internal static class BenchmarkView
{
    /// <summary>One row a benchmark, then a table of subjects and levels for each that has them.</summary>
    public static IRenderable Of(IReadOnlyList<BenchmarkReport> reports)
    {
        var lines = new List<IRenderable> { Overview(reports) };
        lines.AddRange(reports.Where(report => report.Samples > 1).Select(AtK));
        lines.AddRange(reports.Where(report => report.Tags.Length > 0).Select(Tags));
        lines.AddRange(reports.Select(report => new Text(Account(report))));
        lines.Add(new Text($"weights {reports[0].PolicySha256}; intervals hold 95 %"));
        return new Rows(lines);
    }

    /// <summary>One row a benchmark: how far the first policy is ahead of the second, and how sure that is.</summary>
    public static IRenderable Compared(IReadOnlyList<BenchmarkComparison> comparisons)
    {
        var table = new Table().SimpleBorder().AddColumns("first − second", "greedy", "only first / second", "McNemar p", "sampled", "bootstrap p");
        foreach (var row in comparisons)
        {
            table.AddRow(
                row.Benchmark, Points(row.Greedy.Difference), $"{row.Greedy.OnlyFirst} / {row.Greedy.OnlySecond}", Probability(row.Greedy.PValue),
                Points(row.Sampled), Probability(row.Sampled.PValue));
        }

        return new Rows(table, new Text("Points of accuracy with 95 % intervals of the paired bootstrap; McNemar's test is the exact one."));
    }

    private static Table Overview(IReadOnlyList<BenchmarkReport> reports)
    {
        var table = new Table().SimpleBorder().AddColumns("benchmark", "problems", "greedy", "sampled", "avg@");
        foreach (var report in reports)
            table.AddRow(report.Benchmark, Figures.Count(report.Problems), Figures.Of(report.Greedy), Figures.Of(report.Sampled), Figures.Count(report.Samples));
        if (reports.Count > 1) table.AddRow("mean", Figures.None, Mean(reports, report => report.Greedy), Mean(reports, report => report.Sampled), Figures.None);
        return table;
    }

    private static string Mean(IReadOnlyList<BenchmarkReport> reports, Func<BenchmarkReport, Share> share) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * reports.Average(report => share(report).Value):0.0} %");

    private static Table AtK(BenchmarkReport report)
    {
        var table = new Table().SimpleBorder().AddColumns(report.Benchmark, "pass@k", "maj@k");
        foreach (var (k, share) in report.PassAt) table.AddRow($"k = {k}", Figures.Of(share), Figures.Of(report.MajorityAt[k]));
        return table;
    }

    private static Table Tags(BenchmarkReport report)
    {
        var table = new Table().SimpleBorder().AddColumns(report.Benchmark, "problems", "greedy", "sampled");
        foreach (var tag in report.Tags) table.AddRow(PlainText.Of(tag.Tag, 40).EscapeMarkup(), Figures.Count(tag.Problems), Figures.Of(tag.Greedy), Figures.Of(tag.Sampled));
        return table;
    }

    private static string Account(BenchmarkReport report) => string.Create(CultureInfo.InvariantCulture,
        $"{report.Benchmark}: {string.Join(", ", report.Verdicts.Select(pair => $"{pair.Key.Replace('_', ' ')} {Figures.Count(pair.Value)}"))}; {report.MeanTokens:0.0} tokens an answer");

    private static string Points(PairedDifference difference) => string.Create(CultureInfo.InvariantCulture,
        $"{100 * difference.Value:+0.0;-0.0;0.0} ({100 * difference.Low:+0.0;-0.0;0.0} to {100 * difference.High:+0.0;-0.0;0.0})");

    private static string Probability(double p) => p < 0.001 ? "< 0.001" : p.ToString("0.000", CultureInfo.InvariantCulture);
}
