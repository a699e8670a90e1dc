using System.Text.Json;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Weights;
using Rollouts.Inference.Engine;
using Rollouts.Inference.Loading;
using Rollouts.Support;

namespace Rollouts.Inference.Tests.Engine;

/// <summary>The reference implementation's own greedy answers, for every model folder of one weight file.</summary>
public sealed class EngineGoldenTests
{
    // Where the best logit leads by less than this, another order of summation may prefer the second.
    private const double SafeLead = 1e-2;

    public static TheoryData<string> Families => ["llama2", "llama3", "qwen2", "qwen3"];

    [Theory]
    [MemberData(nameof(Families))]
    public async Task Greedy_tokens_are_those_of_the_reference(string family)
    {
        var folder = Repository.RequireGolden("models", family);
        using var golden = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "golden.json"), TestContext.Current.CancellationToken));
        var prompt = Integers(golden.RootElement.GetProperty("greedy").GetProperty("prompt"));
        var expected = Integers(golden.RootElement.GetProperty("greedy").GetProperty("new_tokens"));
        var leads = golden.RootElement.GetProperty("greedy_margins").EnumerateArray().Select(lead => lead.GetDouble()).ToArray();
        await using var engine = await StartAsync(folder);

        var sampling = new SamplingOptions { Temperature = 0, MaximumTokens = expected.Length };
        var drawn = await engine.GenerateAsync(SmallModels.Request(prompt, [1], sampling), TestContext.Current.CancellationToken);

        var safe = leads.TakeWhile(lead => lead > SafeLead).Count();
        Assert.True(safe > 0);
        Assert.Equal(expected[..safe], drawn[0].TokenIds[..safe]);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task Log_probabilities_of_drawn_tokens_are_those_of_a_plain_decoder(string family)
    {
        var folder = Repository.RequireGolden("models", family);
        var weights = PolicyFolder.Load(folder);
        using var golden = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "golden.json"), TestContext.Current.CancellationToken));
        var prefix = Integers(golden.RootElement.GetProperty("input_ids")[0])[..20];
        await using var engine = await StartAsync(folder);

        var request = SmallModels.Request(prefix, [1, 2], new SamplingOptions { MaximumTokens = 16 });
        var drawn = await engine.GenerateAsync(request, TestContext.Current.CancellationToken);

        foreach (var rollout in drawn) EngineCorrectnessTests.AssertAgrees(new PlainDecoder(weights), prefix, rollout);
    }

    private static async Task<CpuEngine> StartAsync(string folder)
    {
        var config = ModelConfigFile.Read(Path.Combine(folder, PolicyFolder.ConfigName));
        var engine = new CpuEngine(config, new EngineOptions { Threads = 1, CacheMegabytes = 64 }, TimeProvider.System);
        var stamp = new PolicyStamp(0, PolicyFolder.Hash(folder, PolicyFolder.WeightsName));
        await engine.LoadAsync(folder, stamp, TestContext.Current.CancellationToken);
        return engine;
    }

    private static int[] Integers(JsonElement element) => [.. element.EnumerateArray().Select(item => item.GetInt32())];
}
