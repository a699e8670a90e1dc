using System.Globalization;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;
using Rollouts.Trainer;

namespace Rollouts.Bench;

/// <summary>Resident memory over the steps of a 0.9M policy, with rows of changing length as a run has them.</summary>
internal sealed class MemoryBenchmark : IBenchmark
{
    private const int Early = 50;

    public string Name => "memory";

    public string Description => "resident memory of a 0.9M trainer at step 1,000 against step 50; goal: at most 1.1 times ([steps])";

    public int Run(string[] args)
    {
        var steps = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1000;
        var config = ModelConfig.From(new(), 64);
        using var trainer = new PolicyTrainer(WeightInitialization.New(config, 1), new RunSpecification { WarmStart = new() { Steps = steps } }, TokenDistribution.Plain);
        var (random, early) = (new Random(1), 0L);
        for (var step = 1; step <= steps; step++)
        {
            trainer.WarmStartStep(step, [.. Enumerable.Range(0, 64).Select(_ => new WarmStartExample(Ids(random, 12), Ids(random, random.Next(8, 32))))]);
            if (step == Early) early = ResidentBytes();
        }

        var late = ResidentBytes();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"step {Early}: {early >> 20} MiB; step {steps}: {late >> 20} MiB; ratio {(double)late / early:F2}"));
        return 0;
    }

    private static int[] Ids(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(64))];

    private static long ResidentBytes()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
