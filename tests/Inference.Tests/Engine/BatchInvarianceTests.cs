using Rollouts.Core.Rollouts;
using Rollouts.Inference.Engine;

namespace Rollouts.Inference.Tests.Engine;

public sealed class BatchInvarianceTests
{
    private static readonly SamplingOptions Sampling = new() { MaximumTokens = 40, Temperature = 0.9, TopP = 0.95 };

    [Theory]
    [InlineData("usual", 1, 64, 256)]
    [InlineData("usual", 2, 64, 256)]
    [InlineData("usual", 2, 13, 32)]
    [InlineData("usual", 3, 40, 5)]
    [InlineData("windowed", 2, 13, 32)]
    [InlineData("windowed", 3, 40, 5)]
    public async Task A_rollout_is_the_same_alone_and_among_others_in_any_order(string model, int threads, int slots, int prefixTokens)
    {
        var weights = SmallModels.RandomWeights(SmallModels.Named(model), seed: 11);
        var requests = Requests();
        var alone = await DrawOneByOneAsync(weights, requests);
        var options = new EngineOptions { Threads = threads, SlotCount = slots, PrefixTokensPerStep = prefixTokens };
        await using var engine = await SmallModels.StartAsync(weights, options);

        for (var order = 0; order < 3; order++)
        {
            var drawn = await DrawTogetherAsync(engine, requests, new Random(order));
            for (var i = 0; i < requests.Length; i++) RolloutAssert.Same(alone[i], drawn[i]);
        }
    }

    private static GenerationRequest[] Requests()
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, 24).Select(i => SmallModels.Request(
            SmallModels.RandomTokens(SmallModels.Usual, random.Next(1, 70), i),
            [.. Enumerable.Range(0, random.Next(1, 9)).Select(j => (ulong)(100 * i + j))],
            Sampling with { MaximumTokens = random.Next(1, 60) }, [random.Next(18)]))];
    }

    private static async Task<Rollout[][]> DrawOneByOneAsync(Inference.Loading.WeightSet weights, GenerationRequest[] requests)
    {
        var drawn = new Rollout[requests.Length][];
        await using var engine = await SmallModels.StartAsync(weights, new EngineOptions { Threads = 1, SlotCount = 1, RememberedBlockCount = 0 });
        for (var i = 0; i < requests.Length; i++)
            drawn[i] = await engine.GenerateAsync(requests[i], TestContext.Current.CancellationToken);
        return drawn;
    }

    private static async Task<Rollout[][]> DrawTogetherAsync(CpuEngine engine, GenerationRequest[] requests, Random random)
    {
        var tasks = new Task<Rollout[]>[requests.Length];
        foreach (var i in Enumerable.Range(0, requests.Length).OrderBy(_ => random.Next()).ToArray())
        {
            tasks[i] = engine.GenerateAsync(requests[i], TestContext.Current.CancellationToken);
            if (random.Next(3) == 0) await Task.Yield();
        }
        return await Task.WhenAll(tasks);
    }
}
