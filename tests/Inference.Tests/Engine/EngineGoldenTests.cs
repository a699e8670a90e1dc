using System.Text.Json;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Weights;
using Rollouts.Inference.Engine;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Tests.Model;

namespace Rollouts.Inference.Tests.Engine;

/// <summary>The reference implementation's numbers and greedy answers, from the engine, for every model folder there is.</summary>
public sealed class EngineGoldenTests
{
    // Where the best logit leads by less than this, another order of summation may prefer the second.
    private const double SafeLead = 1e-2;

    // Float32 sums of a few hundred terms in another order than the reference.
    private const double Tolerance = 1e-4;

    public static IEnumerable<TheoryDataRow<string>> Families() => GoldenModel.Families();

    public static IEnumerable<TheoryDataRow<string, int>> FamiliesAndPieces() =>
        GoldenModel.Families().SelectMany(family => new[] { 1, 7, 256 }.Select(piece => new TheoryDataRow<string, int>(family.Data, piece)));

    [Theory, MemberData(nameof(FamiliesAndPieces))]
    public void Logits_with_a_cache_of_any_part_of_the_text_are_those_of_the_reference(string family, int piece)
    {
        var golden = GoldenModel.Load(family);
        using var engine = new EngineLogits(golden.Weights);
        var logits = golden.InputIds.Select(row => engine.Of(row, piece)).ToArray();
        foreach (var (row, position, expected) in golden.KnownLogits()) AssertClose(expected, logits[row][position]);
        var likelihoods = golden.Read<double[][]>("token_log_probabilities");
        for (var row = 0; row < likelihoods.Length; row++)
            for (var t = 0; t < likelihoods[row].Length; t++)
                Assert.Equal(likelihoods[row][t], LogProbability(logits[row][t], golden.InputIds[row][t + 1]), Tolerance * Math.Max(1, Math.Abs(likelihoods[row][t])));
    }

    [Theory, MemberData(nameof(Families))]
    public async Task Greedy_tokens_are_those_of_the_reference(string family)
    {
        var golden = GoldenModel.Load(family);
        var (prompt, expected, leads) = Greedy(golden);
        await using var engine = await StartAsync(golden.Folder);

        var sampling = new SamplingOptions { Temperature = 0, MaximumTokens = expected.Length };
        var drawn = await engine.GenerateAsync(SmallModels.Request(prompt, [1], sampling), TestContext.Current.CancellationToken);

        var safe = leads.TakeWhile(lead => lead > SafeLead).Count();
        Assert.True(safe > 0);
        Assert.Equal(expected[..safe], drawn[0].TokenIds[..safe]);
    }

    [Theory, MemberData(nameof(Families))]
    public void After_the_reference_s_own_tokens_the_best_one_is_the_reference_s(string family)
    {
        var golden = GoldenModel.Load(family);
        var (prompt, expected, leads) = Greedy(golden);
        using var engine = new EngineLogits(golden.Weights);
        var logits = engine.Of([.. prompt, .. expected], 1);
        for (var t = 0; t < expected.Length; t++)
            if (leads[t] > SafeLead) Assert.Equal(expected[t], Array.IndexOf(logits[prompt.Length + t - 1], logits[prompt.Length + t - 1].Max()));
    }

    [Theory, MemberData(nameof(Families))]
    public async Task Log_probabilities_of_drawn_tokens_are_those_of_a_plain_decoder(string family)
    {
        var golden = GoldenModel.Load(family);
        var prefix = golden.InputIds[0][..(golden.InputIds[0].Length / 2)];
        await using var engine = await StartAsync(golden.Folder);

        var request = SmallModels.Request(prefix, [1, 2], new SamplingOptions { MaximumTokens = 16 });
        var drawn = await engine.GenerateAsync(request, TestContext.Current.CancellationToken);
        var again = await engine.GenerateAsync(request, TestContext.Current.CancellationToken);

        foreach (var rollout in drawn) EngineCorrectnessTests.AssertAgrees(new PlainDecoder(golden.Weights), prefix, rollout);
        RolloutAssert.Same(drawn, again);
    }

    private static (int[] Prompt, int[] Tokens, double[] Leads) Greedy(GoldenModel golden)
    {
        var greedy = golden.Section("greedy");
        return (greedy.GetProperty("prompt").Deserialize<int[]>()!, greedy.GetProperty("new_tokens").Deserialize<int[]>()!, golden.Read<double[]>("greedy_margins"));
    }

    private static async Task<CpuEngine> StartAsync(string folder)
    {
        var config = ModelConfigFile.Read(Path.Combine(folder, PolicyFolder.ConfigName));
        var engine = new CpuEngine(config, new EngineOptions { Threads = 1, CacheMegabytes = 64 }, TimeProvider.System);
        await engine.LoadAsync(folder, new PolicyStamp(0, PolicyFolder.HashWeights(folder)), TestContext.Current.CancellationToken);
        return engine;
    }

    private static double LogProbability(float[] logits, int token)
    {
        double largest = logits.Max();
        return logits[token] - largest - Math.Log(logits.Sum(logit => Math.Exp(logit - largest)));
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], Tolerance * Math.Max(1, Math.Abs(expected[i])));
    }
}
