using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;

namespace Rollouts.Core.Tests.Runs;

public sealed class EngineCheckTests
{
    private static readonly RolloutEngineOptions Server = new() { Kind = EngineKind.Vllm, Url = "http://127.0.0.1:8000" };

    public static TheoryData<string, RunSpecification> Impossible => new()
    {
        { "engine.url", new() { Engine = new() { Kind = EngineKind.Sglang } } },
        { "engine.url", new() { Engine = new() { Url = "http://127.0.0.1:8000" } } },
        { "engine.url", new() { Engine = Server with { Url = "127.0.0.1:8000" } } },
        { "engine.url", new() { Engine = Server with { Url = "ftp://127.0.0.1" } } },
        { "engine.url", new() { Engine = Server with { Url = "http://me:secret@127.0.0.1:8000" } } },
        { "engine.url", new() { Engine = Server with { Url = "http://127.0.0.1:8000/?key=secret" } } },
        { "engine.api_key_environment", new() { Engine = Server with { ApiKeyEnvironment = "sk-secret" } } },
        { "engine.concurrency", new() { Engine = Server with { Concurrency = 0 } } },
        { "engine.attempts", new() { Engine = Server with { Attempts = 21 } } },
        { "engine.request_seconds", new() { Engine = Server with { RequestSeconds = 0 } } },
        { "engine.load_seconds", new() { Engine = Server with { LoadSeconds = double.PositiveInfinity } } },
        { "sampling.top_p", new() { Engine = Server, Sampling = new() { TopP = 0.9 } } },
        { "sampling.top_k", new() { Engine = Server, Sampling = new() { TopK = 20 } } },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void A_server_that_can_not_serve_is_refused_under_its_own_path(string path, RunSpecification specification)
    {
        var fault = Assert.Single(SpecificationCheck.Faults(specification));
        Assert.Equal(path, fault.Path);
        Assert.DoesNotContain("secret", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_with_its_address_can_serve() =>
        Assert.Empty(SpecificationCheck.Faults(new() { Engine = Server with { ApiKeyEnvironment = "ROLLOUTS_API_KEY", WeightsFolder = "/mnt/weights" } }));

    [Fact]
    public void The_kinds_are_written_as_in_a_recipe()
    {
        var json = RunSpecificationJson.Write(new() { Engine = Server with { Kind = EngineKind.LlamaCpp } });
        Assert.Contains("\"kind\": \"llama_cpp\"", json, StringComparison.Ordinal);
        Assert.Equal(EngineKind.LlamaCpp, RunSpecificationJson.Read(json).Engine.Kind);
    }
}
