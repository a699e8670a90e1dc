using System.Text.Json;
using System.Text.Json.Nodes;
using Rollouts.Core.Rollouts;

namespace Rollouts.Inference.Remote;

/// <summary>Commands to a server, each repeated until it is answered; only such as may be repeated.</summary>
/// <param name="deadline">Of each attempt.</param>
internal sealed class ServerCommands(ServerConnection connection, Retry retry, TimeSpan deadline)
{
    /// <summary>How long an attempt may take.</summary>
    public TimeSpan Deadline => deadline;

    /// <summary>Asks for something.</summary>
    /// <exception cref="EngineFailedException">It can't be had.</exception>
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => RunAsync(
        $"GET {path}", async () => connection.Parse(path, await connection.SendAsync(HttpMethod.Get, path, null, deadline, cancellationToken)), cancellationToken);

    /// <summary>Commands something; what is answered is up to the server.</summary>
    /// <exception cref="EngineFailedException">It was not done.</exception>
    public Task<byte[]> PostAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        RunAsync($"POST {path}", () => connection.SendAsync(HttpMethod.Post, path, body, deadline, cancellationToken), cancellationToken);

    /// <summary>Commands something that may be out of place, such as to forget what was never known.</summary>
    /// <returns>False where the server refused.</returns>
    /// <exception cref="EngineFailedException">There was no answer.</exception>
    public async Task<bool> TryPostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        try
        {
            await PostAsync(path, body, cancellationToken);
            return true;
        }
        catch (EngineFailedException failure) when (failure.InnerException is RemoteFaultException { Fault: RemoteFault.Refused })
        {
            return false;
        }
    }

    /// <inheritdoc cref="Retry.RunAsync"/>
    public Task<T> RunAsync<T>(string what, Func<Task<T>> call, CancellationToken cancellationToken) =>
        retry.RunAsync($"{what} at {connection.Address}", call, cancellationToken);
}
