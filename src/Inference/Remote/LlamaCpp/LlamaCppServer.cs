using Rollouts.Core;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Weights;

namespace Rollouts.Inference.Remote.LlamaCpp;

/// <summary>A llama.cpp server. It has no command to load weights: it is waited for until someone has restarted it with them, under an
/// alias that names them; every answer repeats the alias.</summary>
internal sealed class LlamaCppServer(ServerConnection connection, ServerCommands commands, TimeSpan deadline, TimeProvider time) : IServer
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task TakeOverAsync(ServedWeights weights, CancellationToken cancellationToken)
    {
        if (weights.IsAdapter)
            throw new InvalidInputException(
                $"llama.cpp can't load the adapter in {weights.Folder} while it runs; publish whole weights, or use engine.kind: vllm or sglang.");
        var begin = time.GetTimestamp();
        for (var found = "nothing yet"; ; await Task.Delay(Pause, time, cancellationToken))
        {
            found = await AliasAsync(cancellationToken) ?? found;
            if (found == weights.Name) return;
            if (time.GetElapsedTime(begin) >= commands.Deadline)
                throw new WeightMismatchException(
                    $"The llama.cpp server at {connection.Address} serves '{found}', but version {weights.Stamp.Version} was asked for. It can't load weights " +
                    $"while it runs: convert {weights.Folder} to GGUF, restart llama-server with it and --alias {weights.Name}, and resume the run.");
        }
    }

    /// <inheritdoc/>
    public async Task<Answer> DrawAsync(Question question, CancellationToken cancellationToken)
    {
        const string path = "completion";
        var bytes = await connection.SendAsync(HttpMethod.Post, path, LlamaCppCompletion.Request(question), deadline, cancellationToken);
        return LlamaCppCompletion.Read(connection.Parse(path, bytes), question);
    }

    /// <inheritdoc/>
    public Task VerifyAsync(ServedWeights weights, CancellationToken cancellationToken) => Task.CompletedTask;

    // Null while the server is away, as it is during a restart.
    private async Task<string?> AliasAsync(CancellationToken cancellationToken)
    {
        const string path = "v1/models";
        try
        {
            var models = connection.Parse(path, await connection.SendAsync(HttpMethod.Get, path, null, commands.Deadline, cancellationToken)).Items("data");
            return models is [var model]
                ? model.Text("id")
                : throw new RemoteFaultException(RemoteFault.Malformed, $"The server has {models.Length} models; expected one.");
        }
        catch (RemoteFaultException fault) when (fault.Fault is RemoteFault.Disconnected or RemoteFault.Busy or RemoteFault.TimedOut)
        {
            return null;
        }
        catch (RemoteFaultException fault)
        {
            throw new EngineFailedException($"Asking {connection.Address} what it serves failed: {fault.Message}", fault);
        }
    }
}
