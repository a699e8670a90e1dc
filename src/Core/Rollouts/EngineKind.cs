namespace Rollouts.Core.Rollouts;

/// <summary>What draws the rollouts of a run.</summary>
public enum EngineKind
{
    /// <summary>The engine of this process, on the processor.</summary>
    Cpu,

    /// <summary>A vLLM server; it takes over each new policy, or an adapter of it.</summary>
    Vllm,

    /// <summary>An SGLang server; it takes over each new policy, or an adapter of it.</summary>
    Sglang,

    /// <summary>A llama.cpp server. It can't take over weights: whoever runs it restarts it with each new policy.</summary>
    LlamaCpp,
}
