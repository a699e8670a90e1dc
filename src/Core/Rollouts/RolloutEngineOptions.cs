namespace Rollouts.Core.Rollouts;

/// <summary>Where rollouts are drawn: in this process, or by a server elsewhere that is told of every new policy.</summary>
/// <remarks>A server needs <c>sampling.top_p: 1</c> and <c>sampling.top_k: 0</c>: none gives both of a token's log-probabilities, before
/// and after such a cut. How each server has to be started is told in <c>src/Inference/Remote/README.md</c>.</remarks>
public sealed record RolloutEngineOptions
{
    /// <summary><c>cpu</c> (this process), <c>vllm</c>, <c>sglang</c> or <c>llama_cpp</c>.</summary>
    public EngineKind Kind { get; init; } = EngineKind.Cpu;

    /// <summary>The server's address, such as <c>http://127.0.0.1:8000</c>, without user name, password or query; null with <c>cpu</c>.</summary>
    public string? Url { get; init; }

    /// <summary>Name of the environment variable that holds the server's API key; null = none is sent. The key itself is never
    /// logged nor saved.</summary>
    public string? ApiKeyEnvironment { get; init; }

    /// <summary>The run's <c>weights</c> folder as the server sees it; null = under the same path as here.</summary>
    public string? WeightsFolder { get; init; }

    /// <summary>Rollouts that the server is asked for at once, 1 to 4096.</summary>
    public int Concurrency { get; init; } = 64;

    /// <summary>Attempts at each rollout and at each command to the server, 1 to 20. Between them it is waited for 0.5 s, 1 s, 2 s, … up to
    /// 30 s, or as long as the server asks for, up to 60 s.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Seconds that one attempt at a rollout may take, to the last byte of its answer; above 0, at most a day.</summary>
    public double RequestSeconds { get; init; } = 300;

    /// <summary>Seconds that one attempt at a command may take, such as to take over new weights; above 0, at most a day. With
    /// <c>llama_cpp</c>, how long to wait for the server to be restarted with them.</summary>
    public double LoadSeconds { get; init; } = 600;
}
