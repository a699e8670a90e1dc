using Rollouts.Core.Hints;
using Rollouts.Core.ItemResponse;

namespace Rollouts.Bench;

/// <summary>The hint schedule at work on synthetic problems whose true item response is known and does not change: discrimination
/// log-uniform in 4 to 50, capability uniform in -0.98 to -0.02, no guessing with probability 0.6, else a floor uniform in 0 to 0.45.</summary>
internal static class ControllerSimulation
{
    /// <summary>Mean accuracy [epoch, round] over problems and repetitions.</summary>
    /// <param name="options">The schedule under test.</param>
    /// <param name="unitCount">L of every problem.</param>
    /// <param name="epochCount">Visits to each problem.</param>
    /// <param name="problemCount">Problems a repetition.</param>
    /// <param name="repetitionCount">Independent repetitions; the standard error falls with the root of both counts.</param>
    /// <param name="seed">Decides everything.</param>
    public static double[,] Run(HintOptions options, int unitCount, int epochCount, int problemCount, int repetitionCount, int seed)
    {
        var random = new Random(seed);
        var sums = new double[epochCount, options.Rounds];
        for (var problem = 0; problem < problemCount * repetitionCount; problem++) Visit(options, unitCount, Draw(random), random, sums);
        for (var epoch = 0; epoch < epochCount; epoch++)
            for (var round = 0; round < options.Rounds; round++) sums[epoch, round] /= problemCount * repetitionCount;
        return sums;
    }

    private static void Visit(HintOptions options, int unitCount, ThreeParameterModel truth, Random random, double[,] sums)
    {
        double? carried = null;
        for (var epoch = 0; epoch < sums.GetLength(0); epoch++)
        {
            var rounds = new List<HintedRound>();
            for (var round = 0; round < options.Rounds; round++)
            {
                var hint = HintSchedule.Next(options, unitCount, carried, rounds);
                var successes = Enumerable.Range(0, options.RolloutsPerRound).Count(_ => random.NextDouble() < truth.Value(hint.Rate));
                rounds.Add(new(hint, (double)successes / options.RolloutsPerRound));
                sums[epoch, round] += rounds[^1].Accuracy;
            }

            carried = HintSchedule.End(options, unitCount, carried, rounds).CarriedRate;
        }
    }

    private static ThreeParameterModel Draw(Random random) => new(
        4 * Math.Exp(random.NextDouble() * Math.Log(50.0 / 4)),
        -0.98 + 0.96 * random.NextDouble(),
        random.NextDouble() < 0.6 ? 0 : 0.45 * random.NextDouble());
}
