namespace Rollouts.Core.Runs;

/// <summary>Shares of problems solved, with 95 % intervals.</summary>
public static class PassAtK
{
    private const double Z = 1.959963984540054;

    /// <summary>The unbiased estimate of the probability that at least one of k answers is right: 1 - C(n - c, k) / C(n, k)
    /// (Chen et al. 2021, arXiv 2107.03374, eq. 1), as a product so that no binomial overflows.</summary>
    /// <param name="sampleCount">n, judged answers.</param>
    /// <param name="correctCount">c, right ones among them.</param>
    /// <param name="k">1 to n.</param>
    /// <exception cref="ArgumentOutOfRangeException">k exceeds n, or a count is impossible.</exception>
    public static double Estimate(int sampleCount, int correctCount, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, sampleCount);
        ArgumentOutOfRangeException.ThrowIfNegative(correctCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(correctCount, sampleCount);
        if (sampleCount - correctCount < k) return 1;
        var allWrong = 1.0;
        for (var n = sampleCount - correctCount + 1; n <= sampleCount; n++) allWrong *= 1 - (double)k / n;
        return 1 - allWrong;
    }

    /// <summary>Mean pass@k over problems; problems with fewer than k judged answers are left out.</summary>
    /// <remarks>One answer a problem is a binomial share and gets Wilson's interval, which holds near 0 and 1 too. More answers a problem get the
    /// normal interval of a mean over problems, value ± 1.96·s/√P, clipped to [0, 1]; where all problems agree it has no width, so there
    /// Wilson's over problems is used.</remarks>
    public static Share Over(IReadOnlyList<ProblemTally> tallies, int k)
    {
        var values = tallies.Where(tally => tally.SampleCount >= k).ToArray();
        return Mean([.. values.Select(tally => Estimate(tally.SampleCount, tally.CorrectCount, k))], values.All(tally => tally.SampleCount == 1));
    }

    /// <summary>Mean of a value a problem, such as maj@k.</summary>
    /// <param name="values">Each in [0, 1]; where all are 0 or 1, it is a binomial share.</param>
    public static Share Mean(IReadOnlyList<double> values) => Mean(values, values.All(value => value is 0 or 1));

    private static Share Mean(IReadOnlyList<double> values, bool isBinomial)
    {
        if (values.Count == 0) return new(0, 0, 1, 0);
        var mean = values.Average();
        var variance = values.Count < 2 ? 0 : values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        return variance == 0 || isBinomial ? Wilson(mean, values.Count) : Normal(mean, variance, values.Count);
    }

    /// <summary>Wilson's score interval (1927) of a share.</summary>
    /// <param name="share">In [0, 1].</param>
    /// <param name="count">Trials; at least 1.</param>
    public static Share Wilson(double share, int count)
    {
        var square = Z * Z / count;
        var centre = (share + square / 2) / (1 + square);
        var half = Z / (1 + square) * Math.Sqrt(share * (1 - share) / count + square / (4 * count));
        return new(share, share == 0 ? 0 : Math.Max(0, centre - half), share == 1 ? 1 : Math.Min(1, centre + half), count);
    }

    private static Share Normal(double mean, double variance, int count)
    {
        var half = Z * Math.Sqrt(variance / count);
        return new(mean, Math.Max(0, mean - half), Math.Min(1, mean + half), count);
    }
}
