using Rollouts.Core;
using Rollouts.Core.Rollouts;
using Rollouts.Inference.Remote.LlamaCpp;
using Rollouts.Inference.Remote.Sglang;
using Rollouts.Inference.Remote.Vllm;

namespace Rollouts.Inference.Remote;

/// <summary>Puts an engine together for the kind of server that the options name.</summary>
internal static class RemoteParts
{
    /// <inheritdoc cref="RemoteEngine.Create"/>
    public static RemoteEngine Assemble(RolloutEngineOptions options, RemotePolicy policy, TimeProvider time)
    {
        var address = new Uri(options.Url ?? throw new InvalidInputException("engine.url is empty; give the server's address."));
        // Commands must get through while every rollout is under way.
        var connection = new ServerConnection(address, Key(options.ApiKeyEnvironment), options.Concurrency + 1, time);
        var retry = new Retry(options.Attempts, time);
        var commands = new ServerCommands(connection, retry, TimeSpan.FromSeconds(options.LoadSeconds));
        var deadline = TimeSpan.FromSeconds(options.RequestSeconds);
        IServer server = options.Kind switch
        {
            EngineKind.Vllm => new VllmServer(connection, commands, deadline),
            EngineKind.Sglang => new SglangServer(connection, commands, deadline),
            EngineKind.LlamaCpp => new LlamaCppServer(connection, commands, deadline, time),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Kind, "This kind of engine is no server."),
        };
        return new(options, policy, connection, server, retry, time);
    }

    // The name is not repeated: it may be the key itself, put in the wrong place.
    private static string? Key(string? variable)
    {
        if (variable is null) return null;
        var key = Environment.GetEnvironmentVariable(variable)?.Trim();
        return key is { Length: > 0 } && key.All(character => character is > ' ' and <= '~') ? key : throw new InvalidInputException(
            "The environment variable that engine.api_key_environment names is not set, or holds something that is no key. "
            + "Set it, or remove the option if the server needs no key.");
    }
}
