using System.Globalization;
using Rollouts.Bench.Orchestration;
using Rollouts.Core.Runs;
using Rollouts.Silo;

namespace Rollouts.Bench;

/// <summary>Everything but the engine and the trainer: leases, hints, verdicts, credit, packing, durable writes, batches.</summary>
internal sealed class OrchestrationBenchmark : IBenchmark
{
    private const int ProblemsPerStep = 64, WarmUpSteps = 100, MeasuredSteps = 150, VisitCount = ProblemsPerStep * MeasuredSteps;

    public string Name => "orchestration";

    public string Description => "visits a second with a scripted engine, 4 rounds x 8 rollouts of 128 tokens, SQLite; floor 1,000, and 1.2 times the cost at 100,000 problems";

    public int Run(string[] args)
    {
        Console.WriteLine("| problems | visits/s | rollouts/s | processor ms a visit | against the first row |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        double? first = null;
        foreach (var problemCount in (int[])[1_000, 100_000])
        {
            var training = MeasureAsync(problemCount).GetAwaiter().GetResult();
            var (rate, cost) = (VisitCount / training.Seconds, 1e3 * training.ProcessorSeconds / VisitCount);
            first ??= cost;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {problemCount} | {rate:F0} | {32 * rate:F0} | {cost:F2} | {cost / first:F2} |"));
        }

        return 0;
    }

    private static async Task<ScriptedTraining> MeasureAsync(int problemCount)
    {
        var folder = new RunFolder(Path.Combine(Path.GetTempPath(), $"rollouts-orchestration-{Guid.NewGuid():N}"));
        var training = new ScriptedTraining(WarmUpSteps);
        var options = new RunHostOptions
        {
            Engine = _ => new ScriptedEngine(), Training = training.Run, Problems = ScriptedProblems.Of(problemCount), Tokenizer = ScriptedProblems.Tokenizer,
        };
        try
        {
            await using var host = await RunHost.StartAsync(folder, Specification, options, CancellationToken.None);
            var end = await host.Completion;
            return end.Phase == RunPhase.Completed ? training : throw new InvalidOperationException(end.Failure);
        }
        finally
        {
            Directory.Delete(folder.Path, recursive: true);
        }
    }

    // Offline: every batch is drawn by version 0, so nothing waits for a trainer.
    private static RunSpecification Specification => new()
    {
        Recipe = "orchestration", Steps = WarmUpSteps + MeasuredSteps, Hint = new() { Rounds = 4, RolloutsPerRound = 8 },
        Schedule = new() { Mode = Core.Experience.ScheduleMode.Offline, ProblemsPerStep = ProblemsPerStep }, Checkpoint = new() { Every = 10 },
    };
}
