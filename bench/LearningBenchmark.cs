using System.Globalization;
using Rollouts.Core.Runs;

namespace Rollouts.Bench;

/// <summary>The quickstart and its rivals on the same problems: what each learns from how many rollouts, over seeds, and the figure of it.</summary>
internal sealed class LearningBenchmark : IBenchmark
{
    private static readonly Rival[] Rivals =
    [
        new("SEELE (the quickstart)", []),
        new("GRPO, no hints", ["--set", "hint.enabled=false"]),
        new("SFT on the solutions", [.. Supervised, "--set", "steps=0"]),
        new("SFT, then GRPO", [.. Supervised, "--set", "hint.enabled=false", "--set", "steps=155"]),
    ];

    public string Name => "learning";

    public string Description => "held-out accuracy of the quickstart, of GRPO, of SFT and of SFT then GRPO; arguments: folder [seeds=3] [figure.svg] [seeds of the rivals=seeds]";

    // The problems' own worked solutions, for about half a minute.
    private static string[] Supervised =>
        ["--set", "warm_start.steps=120", "--set", "warm_start.examples=solutions", "--set", "warm_start.optimizer.learning_rate=1e-3"];

    public int Run(string[] args)
    {
        var folder = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), $"rollouts-learning-{Guid.NewGuid():N}");
        var seedCount = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        var rivalSeedCount = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : seedCount;
        Console.WriteLine("| run | seed | sampled before | after | greedy before | after | rollouts | tokens | seconds |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        var series = Rivals.Select(rival => new FigureSeries(rival.Name, [.. Seeds(rival, folder, rival == Rivals[0] ? seedCount : rivalSeedCount)])).ToArray();
        if (args.Length > 2) File.WriteAllText(args[2], LearningFigure.Draw(series));
        return 0;
    }

    private static IEnumerable<FigureCurve> Seeds(Rival rival, string folder, int seedCount)
    {
        for (var seed = 0; seed < seedCount; seed++)
        {
            var path = Path.Combine(folder, FormattableString.Invariant($"{Array.IndexOf(Rivals, rival)}-{seed}"));
            var run = File.Exists(new RunFolder(path).Summary)
                ? FinishedRun.Read(new(path), double.NaN)
                : RolloutsProgram.Run("quickstart", path, ["--seed", seed.ToString(CultureInfo.InvariantCulture), .. rival.Arguments]);
            Print(rival, seed, run.Summary);
            yield return Curve(run);
        }
    }

    private static void Print(Rival rival, int seed, RunSummary summary)
    {
        var (before, after) = (summary.HeldOut.Before, summary.HeldOut.After ?? summary.HeldOut.Before);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {rival.Name} | {seed} | {before?.Sampled.Value:F3} | {after?.Sampled.Value:F3} | {before?.Greedy.Value:F3} | {after?.Greedy.Value:F3} | {summary.Rollouts} | {summary.GeneratedTokens} | {summary.Seconds:F0} |"));
    }

    private static FigureCurve Curve(FinishedRun run)
    {
        var rolloutsPerStep = run.Summary.Steps == 0 ? 0 : (double)run.Summary.Rollouts / run.Summary.Steps;
        return new([.. run.Evaluations().Select(point => new FigurePoint(point.Version * rolloutsPerStep / 1000, point.Sampled))]);
    }

    private sealed record Rival(string Name, string[] Arguments);
}
