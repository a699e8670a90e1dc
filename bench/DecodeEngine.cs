using System.Diagnostics;
using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Weights;
using Rollouts.Inference.Engine;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;

namespace Rollouts.Bench;

/// <summary>Our engine, drawing rollouts of different prefixes: continuous batching, sampling and log-probabilities included.</summary>
internal sealed class DecodeEngine : IAsyncDisposable
{
    private readonly ModelConfig _config;
    private readonly CpuEngine _engine;

    private DecodeEngine(ModelConfig config, int slotCount, int threadCount)
    {
        _config = config;
        var options = new EngineOptions { SlotCount = slotCount, Threads = threadCount, RememberedBlockCount = 0 };
        _engine = new CpuEngine(config, options, TimeProvider.System);
    }

    public static async Task<DecodeEngine> StartAsync(ModelConfig config, int slotCount, int threadCount)
    {
        var engine = new DecodeEngine(config, slotCount, threadCount);
        var weights = WeightInitialization.New(config, seed: 1);
        await engine._engine.LoadAsync(weights, new PolicyStamp(0, "benchmark"), CancellationToken.None);
        return engine;
    }

    /// <summary>Seconds to draw <paramref name="tokenCount"/> tokens after the first for each row, from a context of <paramref name="prefixLength"/> on.</summary>
    /// <remarks>The peer computes no prefixes, so their time is measured apart and taken off.</remarks>
    public async Task<double> MeasureAsync(int rowCount, int prefixLength, int tokenCount) =>
        await DrawAsync(rowCount, prefixLength, tokenCount + 1) - await DrawAsync(rowCount, prefixLength, 1);

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private async Task<double> DrawAsync(int rowCount, int prefixLength, int tokenCount)
    {
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, rowCount).Select(row => _engine.GenerateAsync(Request(row, prefixLength, tokenCount), CancellationToken.None)));
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private GenerationRequest Request(int row, int prefixLength, int tokenCount)
    {
        var random = new Random(row);
        int[] prefix = [.. Enumerable.Range(0, prefixLength).Select(_ => random.Next(_config.VocabularySize))];
        var id = new RolloutId(new VisitId(new ProblemId($"bench/{row}"), 0), 0, 0);
        return new GenerationRequest(prefix, [id], [(ulong)row], new SamplingOptions { MaximumTokens = tokenCount }, []);
    }
}
