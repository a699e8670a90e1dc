using Rollouts.Core.Rollouts;
using Rollouts.Core.Weights;
using Rollouts.Inference.Engine;
using Rollouts.Inference.Loading;

namespace Rollouts.Inference.Tests.Engine;

public sealed class EngineLifeTests
{
    private static readonly SamplingOptions Long = new() { MaximumTokens = 150 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stop_token_ends_a_rollout_and_is_its_last()
    {
        await using var engine = await SmallModels.StartAsync(SmallModels.RandomWeights(SmallModels.Usual, 1));
        ulong[] seeds = [.. Enumerable.Range(0, 40).Select(seed => (ulong)seed)];
        var drawn = await engine.GenerateAsync(SmallModels.Request([1, 2], seeds, new SamplingOptions { MaximumTokens = 10 }, [3, 4, 5, 6]), Cancellation);

        Assert.Equal(seeds.Length, drawn.Length);
        Assert.Contains(drawn, rollout => rollout.Finish == FinishReason.Stop);
        Assert.Contains(drawn, rollout => rollout.Finish == FinishReason.Length);
        Assert.All(drawn, rollout =>
        {
            Assert.DoesNotContain(rollout.TokenIds[..^1], token => token is >= 3 and <= 6);
            Assert.Equal(rollout.Finish == FinishReason.Stop, rollout.TokenIds[^1] is >= 3 and <= 6);
            Assert.True(rollout.Finish == FinishReason.Stop || rollout.TokenIds.Length == 10);
            Assert.Equal(rollout.TokenIds.Length, rollout.SampledLogProbabilities.Length);
        });
    }

    [Theory]
    [InlineData(100, 61)]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    public async Task What_does_not_fit_is_refused_at_the_door(int prefixLength, int maximumTokens)
    {
        await using var engine = await SmallModels.StartAsync(SmallModels.RandomWeights(SmallModels.Usual, 1));
        var request = SmallModels.Request(new int[prefixLength], [1], new SamplingOptions { MaximumTokens = maximumTokens });
        await Assert.ThrowsAsync<ArgumentException>(() => engine.GenerateAsync(request, Cancellation));
    }

    [Fact]
    public async Task A_cancelled_request_frees_its_slots_and_others_go_on()
    {
        await using var engine = await SmallModels.StartAsync(SmallModels.RandomWeights(SmallModels.Usual, 1), new EngineOptions { Threads = 1, SlotCount = 2 });
        using var source = new CancellationTokenSource();
        var doomed = engine.GenerateAsync(SmallModels.Request([1], [.. Enumerable.Range(0, 5000).Select(i => (ulong)i)], Long), source.Token);
        var other = engine.GenerateAsync(SmallModels.Request([2], [1, 2, 3], new SamplingOptions { MaximumTokens = 5 }), Cancellation);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => doomed);
        Assert.Equal(3, (await other).Length);
        await UntilAsync(() => engine.Snapshot is { ActiveCount: 0, QueuedCount: 0 });
    }

    [Fact]
    public async Task New_weights_serve_the_next_token_and_the_rollout_names_the_older_ones()
    {
        var old = SmallModels.RandomWeights(SmallModels.Usual, 1);
        await using var engine = await SmallModels.StartAsync(old, new EngineOptions { Threads = 1, SlotCount = 4 });
        var running = engine.GenerateAsync(SmallModels.Request([1], [.. Enumerable.Range(0, 200).Select(i => (ulong)i)], Long), Cancellation);
        await UntilAsync(() => engine.Snapshot.GeneratedTokens > 0);
        var next = SmallModels.Stamp with { Version = 4 };
        var weights = SmallModels.RandomWeights(SmallModels.Usual, 2);
        await engine.LoadAsync(weights, next, Cancellation);

        Assert.Equal(next, engine.Snapshot.Policy);
        Assert.All(await running, rollout => Assert.Equal(SmallModels.Stamp, rollout.OldestPolicy));
        var fresh = await engine.GenerateAsync(SmallModels.Request([1, 5], [9], Long), Cancellation);
        Assert.Equal(next, fresh[0].OldestPolicy);
        await using var undisturbed = await SmallModels.StartAsync(weights);
        RolloutAssert.Same(await undisturbed.GenerateAsync(SmallModels.Request([1, 5], [9], Long), Cancellation), fresh);
    }

    [Fact]
    public async Task Weights_that_are_not_finite_fail_with_their_layer_until_others_are_loaded()
    {
        var broken = SmallModels.RandomWeights(SmallModels.Usual, 1);
        broken[WeightNames.Down(1)][7] = float.NaN;
        await using var engine = await SmallModels.StartAsync(broken, new EngineOptions { Threads = 2 });
        var request = SmallModels.Request([1, 2, 3], [1, 2], new SamplingOptions { MaximumTokens = 8 });

        var failure = await Assert.ThrowsAsync<EngineFailedException>(() => engine.GenerateAsync(request, Cancellation));
        Assert.Contains("layer 1", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<EngineFailedException>(() => engine.GenerateAsync(request, Cancellation));

        await engine.LoadAsync(SmallModels.RandomWeights(SmallModels.Usual, 1), SmallModels.Stamp, Cancellation);
        Assert.Equal(2, (await engine.GenerateAsync(request, Cancellation)).Length);
    }

    [Fact]
    public async Task Bytes_other_than_those_announced_are_refused_and_the_old_weights_stay()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var weights = SmallModels.RandomWeights(SmallModels.Usual, 1);
            var files = PolicyFolder.Save(folder.FullName, weights, null);
            await using var engine = new CpuEngine(PolicyFolder.Load(folder.FullName).Config, new EngineOptions(), TimeProvider.System);
            var stamp = new PolicyStamp(0, files[^1].Sha256);
            await engine.LoadAsync(folder.FullName, stamp, Cancellation);

            await Assert.ThrowsAsync<WeightMismatchException>(() => engine.LoadAsync(folder.FullName, new PolicyStamp(1, new string('0', 64)), Cancellation));

            Assert.Equal(stamp, engine.Snapshot.Policy);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Before_the_first_weights_and_after_the_end_it_says_so()
    {
        var engine = new CpuEngine(SmallModels.Usual, new EngineOptions { Threads = 2 }, TimeProvider.System);
        var request = SmallModels.Request([1], [.. Enumerable.Range(0, 5000).Select(i => (ulong)i)], Long);
        await Assert.ThrowsAsync<EngineFailedException>(() => engine.GenerateAsync(request, Cancellation));
        await engine.LoadAsync(SmallModels.RandomWeights(SmallModels.Usual, 1), SmallModels.Stamp, Cancellation);
        var running = engine.GenerateAsync(request, Cancellation);
        await engine.DisposeAsync();
        await Assert.ThrowsAsync<EngineFailedException>(() => running);
        await Assert.ThrowsAsync<EngineFailedException>(() => engine.GenerateAsync(request, Cancellation));
    }

    [Fact]
    public async Task Cache_memory_returns_whatever_has_run()
    {
        // Just enough blocks for one request at a time: a lost one would stop the next request for ever.
        var options = new EngineOptions { Threads = 1, SlotCount = 8, CacheMegabytes = 1, RememberedBlockCount = 8 };
        await using var engine = await SmallModels.StartAsync(SmallModels.RandomWeights(SmallModels.Usual, 1), options);
        var requests = Enumerable.Range(0, 60).Select(i => SmallModels.Request(
            SmallModels.RandomTokens(SmallModels.Usual, 20 + i % 40, i % 7), [1, 2, 3], new SamplingOptions { MaximumTokens = 30 }));
        var drawn = await Task.WhenAll(requests.Select(request => engine.GenerateAsync(request, Cancellation))).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        Assert.Equal(60, drawn.Length);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        while (!condition()) await Task.Delay(1, deadline.Token);
    }
}
