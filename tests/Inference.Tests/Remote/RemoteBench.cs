using Rollouts.Core.Rollouts;
using Rollouts.Core.Weights;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;
using Rollouts.Inference.Remote;
using Rollouts.Inference.Tests.Engine;
using Rollouts.Inference.Tests.Remote.Server;

namespace Rollouts.Inference.Tests.Remote;

/// <summary>An engine, the server that it talks to, and versions of a small policy to give it.</summary>
internal sealed class RemoteBench : IAsyncDisposable
{
    public const int EndId = 2, PaddingId = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("rollouts-remote-").FullName;

    public RemoteBench(EngineKind kind, Func<RolloutEngineOptions, RolloutEngineOptions>? change = null)
    {
        Server = new(kind switch
        {
            EngineKind.Vllm => new VllmWire(NextLogits.OfFolder),
            EngineKind.Sglang => new SglangWire(NextLogits.OfFolder),
            _ => new LlamaCppWire(NextLogits.OfFolder, EndId),
        });
        var options = new RolloutEngineOptions { Kind = kind, Url = Server.Url, Attempts = 3, RequestSeconds = 600, LoadSeconds = 600 };
        Engine = RemoteEngine.Create(change?.Invoke(options) ?? options, new(Config.VocabularySize, Config.ContextLength, [PaddingId]), new HastyTime());
    }

    public static ModelConfig Config { get; } = SmallModels.Usual with { Hidden = 16, Intermediate = 24, Layers = 1, Heads = 2, KeyValueHeads = 1, HeadWidth = 8 };

    public FakeServer Server { get; }

    public RemoteEngine Engine { get; }

    /// <summary>Writes a version; version 0 has other numbers than version 1.</summary>
    public (string Folder, PolicyStamp Stamp, WeightSet Weights) Publish(int version, bool asAdapter = false)
    {
        var folder = Path.Combine(_folder, $"version-{version}");
        var weights = SmallModels.RandomWeights(Config, seed: version);
        var files = PolicyFolder.Save(folder, weights, tokenizer: null);
        if (asAdapter)
        {
            // What an adapter holds is the server's business; this one's model reads whole weights beside it.
            File.WriteAllText(Path.Combine(folder, "adapter_config.json"), "{}");
            File.Copy(Path.Combine(folder, PolicyFolder.WeightsName), Path.Combine(folder, "adapter_model.safetensors"));
        }

        return (folder, new(version, files[^1].Sha256), weights);
    }

    /// <summary>Writes a version and gives it to the server.</summary>
    public async Task<WeightSet> LoadAsync(int version, bool asAdapter = false)
    {
        var (folder, stamp, weights) = Publish(version, asAdapter);
        (Server.Wire as LlamaCppWire)?.Restart(folder, $"rollouts-{version}-{stamp.Sha256[..16]}");
        await Engine.LoadAsync(folder, stamp, TestContext.Current.CancellationToken);
        return weights;
    }

    public static GenerationRequest Request(int count = 4, double temperature = 1, int limit = 6) => SmallModels.Request(
        [1, 9, 4, 11], [.. Enumerable.Range(1, count).Select(seed => (ulong)seed * 0x9E3779B97F4A7C15)],
        new SamplingOptions { Temperature = temperature, MaximumTokens = limit }, [EndId]);

    public Task<Rollout[]> DrawAsync(GenerationRequest? request = null) => Engine.GenerateAsync(request ?? Request(), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
