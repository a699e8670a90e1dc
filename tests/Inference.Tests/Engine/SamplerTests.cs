using Rollouts.Core.Rollouts;
using Rollouts.Inference.Engine.Kernels;
using Rollouts.Inference.Engine.Sampling;

namespace Rollouts.Inference.Tests.Engine;

public sealed unsafe class SamplerTests
{
    private const int Vocabulary = 37;
    private const int DrawCount = 40_000;

    public static TheoryData<double, double, int, int[]> Distributions => new()
    {
        { 1, 1, 0, [] }, { 0.7, 1, 0, [] }, { 1.5, 1, 0, [3] }, { 1, 0.8, 0, [] }, { 1, 1, 5, [] }, { 0.9, 0.6, 12, [0, 36] },
    };

    [Theory]
    [MemberData(nameof(Distributions))]
    public void Draws_follow_the_distribution(double temperature, double topP, int topK, int[] forbidden)
    {
        var options = new SamplingOptions { Temperature = temperature, TopP = topP, TopK = topK };
        var expected = Distribution(Logits(), options, forbidden);
        var counts = new int[Vocabulary];
        foreach (var draw in Draws(options, forbidden)) counts[draw.Token]++;

        var possible = expected.Count(probability => probability > 0);
        var statistic = expected.Select((probability, id) => probability == 0
            ? (counts[id] == 0 ? 0 : double.PositiveInfinity)
            : Math.Pow(counts[id] - DrawCount * probability, 2) / (DrawCount * probability)).Sum();
        // Chi-square has mean n and variance 2n: five standard deviations, for fixed seeds, are no matter of luck.
        Assert.InRange(statistic, 0, possible - 1 + 5 * Math.Sqrt(2 * possible));
    }

    [Theory]
    [MemberData(nameof(Distributions))]
    public void Log_probabilities_are_those_of_the_cut_distribution_and_of_the_whole_one(double temperature, double topP, int topK, int[] forbidden)
    {
        var options = new SamplingOptions { Temperature = temperature, TopP = topP, TopK = topK };
        var (sampled, model) = (Distribution(Logits(), options, forbidden), Distribution(Logits(), new SamplingOptions { Temperature = temperature }, forbidden));
        foreach (var draw in Draws(options, forbidden).Take(2000))
        {
            Assert.Equal(Math.Log(sampled[draw.Token]), draw.SampledLogProbability, 1e-5);
            Assert.Equal(Math.Log(model[draw.Token]), draw.ModelLogProbability, 1e-5);
        }
    }

    [Fact]
    public void Probabilities_of_all_that_is_ever_drawn_sum_to_one()
    {
        var options = new SamplingOptions { Temperature = 2, TopK = 10 };
        var drawn = Draws(options, [2]).DistinctBy(draw => draw.Token).ToArray();
        Assert.Equal(10, drawn.Length);
        Assert.Equal(1, drawn.Sum(draw => Math.Exp(draw.SampledLogProbability)), 1e-5);
    }

    [Fact]
    public void Greedy_takes_the_likeliest_allowed_id_and_is_certain_of_it()
    {
        var logits = Logits();
        var order = Enumerable.Range(0, Vocabulary).OrderByDescending(id => logits[id]).ToArray();
        var draw = Draws(new SamplingOptions { Temperature = 0 }, [order[0]]).First();
        Assert.Equal((order[1], 0f), (draw.Token, draw.SampledLogProbability));
        var model = Distribution(logits, new SamplingOptions(), [order[0]]);
        Assert.Equal(Math.Log(model[order[1]]), draw.ModelLogProbability, 1e-5);
    }

    [Fact]
    public void A_forbidden_id_is_not_drawn_however_likely_it_is()
    {
        var logits = Logits();
        logits[5] = 500;
        var draws = Draws(new SamplingOptions { Temperature = 0.1 }, [5], logits).Take(100).ToArray();
        Assert.DoesNotContain(draws, draw => draw.Token == 5);
        Assert.All(draws, draw => Assert.Equal(draw.SampledLogProbability, draw.ModelLogProbability));
    }

    private static float[] Logits()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, Vocabulary).Select(_ => (float)(random.NextDouble() * 6 - 3))];
    }

    private static List<Draw> Draws(SamplingOptions options, int[] forbidden, float[]? logits = null)
    {
        using var sampler = new Sampler(Vocabulary, forbidden);
        var row = new float[PanelMatrix.RoundUp(Vocabulary)];
        (logits ?? Logits()).CopyTo(row, 0);
        var draws = new List<Draw>(DrawCount);
        fixed (float* start = row)
            for (var i = 0; i < DrawCount; i++) draws.Add(sampler.Next(start, options, seed: (ulong)(i / 50), index: i % 50));
        return draws;
    }

    // The definition once more, in double: temperature, then top-k, then top-p of what is left.
    private static double[] Distribution(float[] logits, SamplingOptions options, int[] forbidden)
    {
        var weights = logits.Select((logit, id) => forbidden.Contains(id) ? 0 : Math.Exp(logit / options.Temperature)).ToArray();
        var ranked = Enumerable.Range(0, weights.Length).OrderByDescending(id => weights[id]).ToList();
        if (options.TopK > 0) ranked = ranked[..options.TopK];
        var total = ranked.Sum(id => weights[id]);
        double mass = 0;
        var kept = ranked.TakeWhile(id => { var before = mass; mass += weights[id] / total; return before < options.TopP; }).ToArray();
        var sum = kept.Sum(id => weights[id]);
        return [.. weights.Select((weight, id) => kept.Contains(id) ? weight / sum : 0)];
    }
}
