using Rollouts.Core.Problems;

namespace Rollouts.Core.Benchmarks;

/// <summary>The mean difference of two policies over the same problems, by the paired bootstrap (Efron, Tibshirani 1993, ch. 13 and 16): problems
/// are drawn with replacement, both policies' values together.</summary>
/// <param name="Value">Mean of the first less mean of the second.</param>
/// <param name="Low">Lower end of the 95 % percentile interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="PValue">Two-sided: twice the smaller share of the resampled differences on one side of 0, (1 + count) / (1 + resamples), at most 1.</param>
/// <param name="Problems">Problems compared.</param>
public sealed record PairedDifference(double Value, double Low, double High, double PValue, int Problems)
{
    private const int ResampleCount = 10_000;
    private const ulong Seed = 1;

    /// <summary>Compares; equal pairs give equal numbers.</summary>
    /// <param name="pairs">A value of each policy a problem.</param>
    public static PairedDifference Of((double First, double Second)[] pairs)
    {
        if (pairs.Length == 0) return new(0, 0, 0, 1, 0);
        var differences = Array.ConvertAll(pairs, pair => pair.First - pair.Second);
        var resampled = Resampled(differences);
        var (below, above) = (resampled.Count(value => value <= 0), resampled.Count(value => value >= 0));
        var p = Math.Min(1, 2.0 * (1 + Math.Min(below, above)) / (1 + ResampleCount));
        return new(differences.Average(), resampled[(int)(0.025 * ResampleCount)], resampled[(int)(0.975 * ResampleCount) - 1], p, pairs.Length);
    }

    private static double[] Resampled(double[] differences)
    {
        var (random, means) = (new SeededRandom(Seed), new double[ResampleCount]);
        for (var resample = 0; resample < ResampleCount; resample++)
        {
            var sum = 0.0;
            for (var draw = 0; draw < differences.Length; draw++) sum += differences[random.Next(differences.Length)];
            means[resample] = sum / differences.Length;
        }

        Array.Sort(means);
        return means;
    }
}
