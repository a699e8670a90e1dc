using Rollouts.Core.Rollouts;
using Rollouts.Inference.Engine.Kernels;

namespace Rollouts.Inference.Engine.Sampling;

/// <summary>Draws tokens from rows of logits; one per thread.</summary>
/// <remarks>
/// The distribution: forbidden ids have probability zero; the other logits are divided by the temperature; top-k keeps the k most
/// likely ids, top-p the fewest most likely ids whose mass reaches p of what top-k left (equally likely ids: the lower one first).
/// At temperature 0 the likeliest id (the lowest of equals) has probability one. A token is drawn by inverting the cumulative sum in id
/// order at the rollout's uniform number for it (<see cref="RolloutRandom"/>).
/// </remarks>
internal sealed unsafe class Sampler(int vocabularySize, int[] forbiddenIds) : IDisposable
{
    private readonly NativeBuffer _weights = new(PanelMatrix.RoundUp(vocabularySize));
    private readonly int[] _candidates = new int[vocabularySize];

    /// <summary>Draws token <paramref name="index"/> of a rollout.</summary>
    /// <param name="logits">Finite. Shape [V], readable up to a multiple of 16.</param>
    public Draw Next(float* logits, SamplingOptions options, ulong seed, int index)
    {
        var maximum = ProbabilityRow.Maximum(logits, vocabularySize);
        ProbabilityRow.Exponentiate(logits, _weights.Start, vocabularySize, maximum, 1);
        var total = ProbabilityRow.Total(_weights.Start, vocabularySize);
        if (options.Temperature != 0) return Random(logits, options, RolloutRandom.Uniform(seed, index), maximum, total);
        var best = Best(logits);
        return new Draw(best, 0, LogProbability(logits[best] - maximum, total));
    }

    public void Dispose() => _weights.Dispose();

    private static float LogProbability(double distance, double total) => (float)(distance - Math.Log(total));

    // Comes with the weights of the plain softmax, which usually are those to draw from.
    private Draw Random(float* logits, SamplingOptions options, double uniform, float maximum, double total)
    {
        var (allowedMaximum, allowedTotal) = (maximum, total);
        if (options.Temperature != 1 || forbiddenIds.Length > 0 || IsTruncated(options))
            (allowedMaximum, allowedTotal) = Restrict(logits, options);
        var token = ProbabilityRow.Find(_weights.Start, vocabularySize, uniform * allowedTotal);
        var sampled = LogProbability((logits[token] - allowedMaximum) / options.Temperature, allowedTotal);
        return new Draw(token, sampled, LogProbability(logits[token] - maximum, total));
    }

    private (float Maximum, double Total) Restrict(float* logits, SamplingOptions options)
    {
        var weights = _weights.Start;
        new ReadOnlySpan<float>(logits, vocabularySize).CopyTo(new Span<float>(weights, vocabularySize));
        foreach (var id in forbiddenIds) weights[id] = float.NegativeInfinity;
        var maximum = ProbabilityRow.Maximum(weights, vocabularySize);
        ProbabilityRow.Exponentiate(weights, weights, vocabularySize, maximum, (float)(1 / options.Temperature));
        if (IsTruncated(options)) Truncate(options);
        return (maximum, ProbabilityRow.Total(weights, vocabularySize));
    }

    private bool IsTruncated(SamplingOptions options) => options.TopP < 1 || (options.TopK > 0 && options.TopK < vocabularySize);

    private void Truncate(SamplingOptions options)
    {
        var weights = _weights.Start;
        for (var i = 0; i < vocabularySize; i++) _candidates[i] = i;
        Array.Sort(_candidates, (a, b) => (weights[b], a).CompareTo((weights[a], b)));
        var kept = options.TopK > 0 ? Math.Min(options.TopK, vocabularySize) : vocabularySize;
        kept = Nucleus(kept, options.TopP);
        for (var i = kept; i < vocabularySize; i++) weights[_candidates[i]] = 0;
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
