using Rollouts.Core.Rollouts;
using Rollouts.Inference.Engine.Kernels;

namespace Rollouts.Inference.Engine.Sampling;

/// <summary>Draws tokens from rows of logits; one per thread.</summary>
/// <remarks>
/// The distribution is a <see cref="TokenDistribution"/> (forbidden ids have probability zero, the other logits are divided by the
/// temperature), cut further: top-k keeps the k most likely ids, top-p the fewest most likely ids whose mass reaches p of what top-k left
/// (equally likely ids: the lower one first). At temperature 0 the likeliest id (the lowest of equals) has probability one. A token is drawn
/// by inverting the cumulative sum in id order at the rollout's uniform number for it (<see cref="RolloutRandom"/>).
/// </remarks>
internal sealed unsafe class Sampler(int vocabularySize, int[] forbiddenIds) : IDisposable
{
    private readonly NativeBuffer _weights = new(PanelMatrix.RoundUp(vocabularySize));
    private readonly int[] _candidates = new int[vocabularySize];

    /// <summary>Draws token <paramref name="index"/> of a rollout.</summary>
    /// <param name="logits">Finite. Shape [V], readable up to a multiple of 16.</param>
    public Draw Next(float* logits, SamplingOptions options, ulong seed, int index)
    {
        var isGreedy = options.Temperature == 0;
        var sharpness = isGreedy ? 1 : 1 / options.Temperature;
        var maximum = Weigh(logits, (float)sharpness);
        var total = ProbabilityRow.Total(_weights.Start, vocabularySize);
        var drawnTotal = isGreedy || !IsTruncated(options) ? total : TotalAfterCut(options);
        var token = isGreedy ? Best(logits) : ProbabilityRow.Find(_weights.Start, vocabularySize, RolloutRandom.Uniform(seed, index) * drawnTotal);
        var distance = (logits[token] - maximum) * sharpness;
        return new Draw(token, isGreedy ? 0 : LogProbability(distance, drawnTotal), LogProbability(distance, total));
    }

    public void Dispose() => _weights.Dispose();

    private static float LogProbability(double distance, double total) => (float)(distance - Math.Log(total));

    // Sets the weights to exp((logits - maximum) · sharpness), zero where forbidden; gives the maximum of what is allowed.
    private float Weigh(float* logits, float sharpness)
    {
        var source = forbiddenIds.Length == 0 ? logits : Allowed(logits);
        var maximum = ProbabilityRow.Maximum(source, vocabularySize);
        ProbabilityRow.Exponentiate(source, _weights.Start, vocabularySize, maximum, sharpness);
        return maximum;
    }

    private float* Allowed(float* logits)
    {
        var row = _weights.Start;
        new ReadOnlySpan<float>(logits, vocabularySize).CopyTo(new Span<float>(row, vocabularySize));
        foreach (var id in forbiddenIds) row[id] = float.NegativeInfinity;
        return row;
    }

    private bool IsTruncated(SamplingOptions options) => options.TopP < 1 || (options.TopK > 0 && options.TopK < vocabularySize);

    private double TotalAfterCut(SamplingOptions options)
    {
        var weights = _weights.Start;
        for (var i = 0; i < vocabularySize; i++) _candidates[i] = i;
        Array.Sort(_candidates, (a, b) => (weights[b], a).CompareTo((weights[a], b)));
        var kept = options.TopK > 0 ? Math.Min(options.TopK, vocabularySize) : vocabularySize;
        kept = Nucleus(kept, options.TopP);
        for (var i = kept; i < vocabularySize; i++) weights[_candidates[i]] = 0;
        return ProbabilityRow.Total(weights, vocabularySize);
    }

    private int Nucleus(int candidateCount, double mass)
    {
        if (mass >= 1) return candidateCount;
        double total = 0, sum = 0;
        for (var i = 0; i < candidateCount; i++) total += _weights.Start[_candidates[i]];
        for (var i = 0; i < candidateCount; i++)
        {
            sum += _weights.Start[_candidates[i]];
            if (sum >= mass * total) return i + 1;
        }
        return candidateCount;
    }

    private int Best(float* logits)
    {
        var best = -1;
        for (var i = 0; i < vocabularySize; i++)
            if ((best < 0 || logits[i] > logits[best]) && Array.IndexOf(forbiddenIds, i) < 0) best = i;
        return best;
    }
}
