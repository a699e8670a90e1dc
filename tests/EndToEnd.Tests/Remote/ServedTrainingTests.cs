using System.Text.Json.Nodes;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Rollouts.Core.Training;
using Rollouts.Inference.Tests.Remote;
using Rollouts.Inference.Tests.Remote.Server;
using Rollouts.Silo;

namespace Rollouts.EndToEnd.Tests.Remote;

/// <summary>The real trainer on rollouts that a server drew from the very weights it published.</summary>
public sealed class ServedTrainingTests : IDisposable
{
    // The server's decoder computes in double, the trainer in single precision.
    private const double Tolerance = 1e-4;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("rollouts-served-").FullName;

    [Theory]
    [InlineData(EngineKind.Vllm)]
    [InlineData(EngineKind.Sglang)]
    public async Task The_trainer_scores_each_token_as_the_server_did(EngineKind kind)
    {
        await using var server = new FakeServer(kind == EngineKind.Vllm ? new VllmWire(NextLogits.OfFolder) : new SglangWire(NextLogits.OfFolder));
        var folder = new RunFolder(Path.Combine(_folder, kind.ToString()));
        await using var host = await RunHost.StartAsync(folder, Specification(server), new(), TestContext.Current.CancellationToken);
        var end = await host.Completion.WaitAsync(Deadline, TestContext.Current.CancellationToken);

        Assert.Equal((RunPhase.Completed, null, 2), (end.Phase, end.Failure, end.Step));
        var gaps = File.ReadLines(folder.Metrics).Select(line => JsonNode.Parse(line)!).Where(line => (string)line["event"]! == "step")
            .Select(line => line[MetricNames.LogProbabilityGap]!.GetValue<double>()).ToArray();
        Assert.Equal(2, gaps.Length);
        Assert.All(gaps, gap => Assert.InRange(gap, 0, Tolerance));
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // An untrained policy would draw its padding as often as anything else, and a temperature changes every number: both must be agreed upon.
    private static RunSpecification Specification(FakeServer server) => new()
    {
        Recipe = "served", Seed = 3, Steps = 2, Threads = 1,
        Problems = new() { TrainCount = 4, HeldOutCount = 2 },
        Model = new() { Layers = 1, Hidden = 16, Intermediate = 24, Heads = 2, KeyValueHeads = 1, HeadWidth = 8, ContextLength = 96 },
        Hint = new() { Rounds = 2, RolloutsPerRound = 4 },
        Sampling = new() { Temperature = 0.8, MaximumTokens = 8 },
        // Every answer will be wrong; with a divergence from the reference policy its tokens count all the same.
        Loss = new() { Kl = KlEstimator.K3 },
        Schedule = new() { ProblemsPerStep = 2 },
        Evaluation = new() { Every = 0 },
        Checkpoint = new() { Every = 1 },
        Engine = new() { Kind = server.Wire.Kind, Url = server.Url },
    };
}
