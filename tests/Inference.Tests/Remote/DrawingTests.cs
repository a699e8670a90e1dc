using Rollouts.Core;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Weights;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Tests.Engine;
using Rollouts.Inference.Tests.Remote.Server;

namespace Rollouts.Inference.Tests.Remote;

/// <summary>What a server draws well.</summary>
public sealed class DrawingTests
{
    // llama.cpp tells probabilities as 32-bit numbers.
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData(EngineKind.Vllm, 1)]
    [InlineData(EngineKind.Vllm, 0.7)]
    [InlineData(EngineKind.Sglang, 1)]
    [InlineData(EngineKind.Sglang, 1.5)]
    [InlineData(EngineKind.LlamaCpp, 1)]
    [InlineData(EngineKind.LlamaCpp, 0.7)]
    public async Task Log_probabilities_are_those_of_the_distribution_that_the_trainer_scores(EngineKind kind, double temperature)
    {
        await using var bench = new RemoteBench(kind);
        var weights = await bench.LoadAsync(1);
        var request = RemoteBench.Request(temperature: temperature);

        var rollouts = await bench.DrawAsync(request);

        Assert.Equal(request.Ids, rollouts.Select(rollout => rollout.Id));
        foreach (var rollout in rollouts)
        {
            var expected = Score(weights, request.PrefixIds, rollout.TokenIds, new(temperature, [RemoteBench.PaddingId]));
            foreach (var (one, other) in expected.Zip(rollout.ModelLogProbabilities)) Assert.Equal(one, other, Tolerance);
            Assert.Equal(rollout.ModelLogProbabilities, rollout.SampledLogProbabilities);
            Assert.Equal(rollout.TokenIds.Length, rollout.ModelLogProbabilities.Length);
            Assert.Equal(1, rollout.OldestPolicy.Version);
            Assert.Equal(rollout.TokenIds[^1] == RemoteBench.EndId ? FinishReason.Stop : FinishReason.Length, rollout.Finish);
        }
    }

    [Theory]
    [InlineData(EngineKind.Vllm)]
    [InlineData(EngineKind.Sglang)]
    [InlineData(EngineKind.LlamaCpp)]
    public async Task Greedy_rollouts_are_certain_of_themselves(EngineKind kind)
    {
        await using var bench = new RemoteBench(kind);
        await bench.LoadAsync(1);
        var rollouts = await bench.DrawAsync(RemoteBench.Request(count: 2, temperature: 0));

        Assert.Equal(rollouts[0].TokenIds, rollouts[1].TokenIds);
        Assert.All(rollouts[0].SampledLogProbabilities, value => Assert.Equal(0, value));
        Assert.All(rollouts[0].ModelLogProbabilities, value => Assert.True(value < 0));
    }

    [Theory]
    [InlineData(EngineKind.Vllm)]
    [InlineData(EngineKind.Sglang)]
    [InlineData(EngineKind.LlamaCpp)]
    public async Task Each_rollout_has_its_own_seed_and_the_ids_are_sent_as_they_are(EngineKind kind)
    {
        await using var bench = new RemoteBench(kind);
        await bench.LoadAsync(1);
        bench.Server.Requests.Clear();
        var request = RemoteBench.Request(count: 6);
        var (once, again) = (await bench.DrawAsync(request), await bench.DrawAsync(request));

        foreach (var (one, other) in once.Zip(again)) RolloutAssert.Same(one, other);
        Assert.True(once.Select(rollout => string.Join(' ', rollout.TokenIds)).Distinct().Count() > 1);
        Assert.Equal(6, bench.Server.Draws.Take(6).Select(SeedOf).Distinct().Count());
        Assert.All(bench.Server.Draws, draw => Assert.Equal(request.PrefixIds, (draw.Body!["prompt"] ?? draw.Body["input_ids"])!.AsArray().Select(id => (int)id!)));
    }

    [Fact]
    public async Task No_more_rollouts_are_asked_for_at_once_than_agreed()
    {
        await using var bench = new RemoteBench(EngineKind.Sglang, options => options with { Concurrency = 2 });
        await bench.LoadAsync(1);
        await bench.DrawAsync(RemoteBench.Request(count: 12, limit: 2));

        Assert.InRange(bench.Server.PeakCount, 1, 2);
        var snapshot = bench.Engine.Snapshot;
        Assert.Equal((2, 0, 0), (snapshot.SlotCount, snapshot.ActiveCount, snapshot.QueuedCount));
        Assert.True(snapshot.GeneratedTokens >= 12 && snapshot.BusySeconds > 0);
    }

    [Fact]
    public async Task What_can_not_be_answered_is_refused_before_anything_is_sent()
    {
        await using var bench = new RemoteBench(EngineKind.Vllm);
        await Assert.ThrowsAsync<EngineFailedException>(() => bench.DrawAsync());
        await bench.LoadAsync(1);
        bench.Server.Requests.Clear();
        var request = RemoteBench.Request();

        await Assert.ThrowsAsync<ArgumentException>(() => bench.DrawAsync(request with { PrefixIds = [] }));
        await Assert.ThrowsAsync<ArgumentException>(() => bench.DrawAsync(request with { PrefixIds = [99] }));
        await Assert.ThrowsAsync<ArgumentException>(() => bench.DrawAsync(request with { Seeds = [1] }));
        await Assert.ThrowsAsync<ArgumentException>(() => bench.DrawAsync(RemoteBench.Request(limit: 1000)));
        await Assert.ThrowsAsync<InvalidInputException>(() => bench.DrawAsync(request with { Sampling = request.Sampling with { TopK = 3 } }));
        Assert.Empty(bench.Server.Requests);
    }

    [Fact]
    public async Task Requests_end_with_whoever_waits_for_them_and_with_the_engine()
    {
        await using var bench = new RemoteBench(EngineKind.Vllm);
        await bench.LoadAsync(1);
        for (var i = 0; i < 8; i++) bench.Server.Faults.Enqueue(Faults.Hang);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Engine.GenerateAsync(RemoteBench.Request(), patience.Token));
        var waiting = bench.DrawAsync();
        await bench.Engine.DisposeAsync();
        await Assert.ThrowsAsync<EngineFailedException>(() => waiting);
    }

    private static string SeedOf(Received draw) => (draw.Body!["seed"] ?? draw.Body["sampling_params"]!["sampling_seed"])!.ToJsonString();

    private static double[] Score(WeightSet weights, int[] prefix, int[] tokens, TokenDistribution distribution)
    {
        var rows = new PlainDecoder(weights).Logits([.. prefix, .. tokens])[(prefix.Length - 1)..];
        return [.. tokens.Select((token, i) =>
        {
            var allowed = rows[i].Select((logit, id) => distribution.ForbiddenIds.Contains(id) ? double.NegativeInfinity : logit / distribution.Temperature).ToArray();
            return allowed[token] - Math.Log(allowed.Sum(Math.Exp));
        })];
    }
}
