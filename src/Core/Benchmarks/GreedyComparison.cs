namespace Rollouts.Core.Benchmarks;

/// <summary>Two policies' single answers to the same problems.</summary>
/// <param name="Both">Problems that both solve.</param>
/// <param name="OnlyFirst">Problems that only the first solves.</param>
/// <param name="OnlySecond">Problems that only the second solves.</param>
/// <param name="Neither">Problems that neither solves.</param>
/// <param name="Difference">Accuracy of the first less that of the second.</param>
/// <param name="PValue">Two-sided, exact.</param>
public sealed record GreedyComparison(int Both, int OnlyFirst, int OnlySecond, int Neither, PairedDifference Difference, double PValue)
{
    /// <summary>Counts and tests.</summary>
    /// <param name="pairs">1 where the policy is right, else 0.</param>
    public static GreedyComparison Of((double First, double Second)[] pairs)
    {
        int Count(double first, double second) => pairs.Count(pair => pair == (first, second));
        var (onlyFirst, onlySecond) = (Count(1, 0), Count(0, 1));
        return new(Count(1, 1), onlyFirst, onlySecond, Count(0, 0), PairedDifference.Of(pairs), McNemar(onlyFirst, onlySecond));
    }

    /// <summary>McNemar's test (1947) in its exact form: were the policies equally good, a problem that just one of them solves would be the
    /// first's as often as the second's, so that the smaller count is Binomial(b + c, 1/2);
    /// p = min(1, 2 · Σ_{i ≤ min(b, c)} C(b + c, i) / 2^(b + c)).</summary>
    /// <param name="onlyFirst">b.</param>
    /// <param name="onlySecond">c.</param>
    public static double McNemar(int onlyFirst, int onlySecond)
    {
        var count = onlyFirst + onlySecond;
        var (logTerm, sum) = (-count * Math.Log(2), 0.0);
        for (var i = 0; i <= Math.Min(onlyFirst, onlySecond); i++)
        {
            sum += Math.Exp(logTerm);
            logTerm += Math.Log((double)(count - i) / (i + 1));
        }

        return Math.Min(1, 2 * sum);
    }
}
