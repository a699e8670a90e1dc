using System.Globalization;

namespace Rollouts.Bench;

/// <summary>The whole loop at 0.9M parameters, everything included: leases, generation, verdicts, durable writes, training, publishing.</summary>
internal sealed class WholeLoopBenchmark : IBenchmark
{
    private const int WarmUpSteps = 10;

    public string Name => "whole-loop";

    public string Description => "rollouts a second of a whole on-policy run, 0.9M parameters, 32 x 8 rollouts of about 24 tokens; floor 850";

    public int Run(string[] args)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"rollouts-whole-loop-{Guid.NewGuid():N}");
        try
        {
            Print(RolloutsProgram.Run(Path.Combine(AppContext.BaseDirectory, "recipes", "whole-loop.yaml"), folder, args));
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static void Print(FinishedRun run)
    {
        var seconds = run.Values("time/step").Skip(WarmUpSteps).ToArray();
        var rollouts = (double)run.Summary.Rollouts / run.Summary.Steps;
        var tokens = (double)run.Summary.GeneratedTokens / run.Summary.Rollouts;
        Array.Sort(seconds);
        Console.WriteLine("| steps | rollouts a step | tokens a rollout | median step s | rollouts/s (median) | rollouts/s (mean) |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {run.Summary.Steps} | {rollouts:F0} | {tokens:F1} | {seconds[seconds.Length / 2]:F3} | {rollouts / seconds[seconds.Length / 2]:F0} | {rollouts / seconds.Average():F0} |"));
    }
}
