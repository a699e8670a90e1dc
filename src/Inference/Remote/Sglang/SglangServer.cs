using System.Text.Json;
using System.Text.Json.Nodes;
using Rollouts.Core;
using Rollouts.Core.Rollouts;

namespace Rollouts.Inference.Remote.Sglang;

/// <summary>An SGLang server. It labels whole weights, and every answer repeats the label; adapters are asked for by name.</summary>
internal sealed class SglangServer(ServerConnection connection, ServerCommands commands, TimeSpan deadline) : IServer
{
    // At this temperature every token is about as likely as any other, whatever the model and the bias say.
    private const double Heat = 1000;
    private const double LeastOfHeated = -20, GreatestOfHeated = -0.5;

    private ServedWeights? _adapter;

    /// <inheritdoc/>
    public async Task TakeOverAsync(ServedWeights weights, CancellationToken cancellationToken)
    {
        if (weights.IsAdapter) await LoadAdapterAsync(weights, cancellationToken);
        else await ReloadAsync(weights, cancellationToken);
        await RequireHeatedLogProbabilitiesAsync(weights, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Answer> DrawAsync(Question question, CancellationToken cancellationToken)
    {
        const string path = "generate";
        var bytes = await connection.SendAsync(HttpMethod.Post, path, SglangGeneration.Request(question), deadline, cancellationToken);
        return SglangGeneration.Read(connection.Parse(path, bytes), question);
    }

    /// <inheritdoc/>
    public Task VerifyAsync(ServedWeights weights, CancellationToken cancellationToken) => Task.CompletedTask;

    private Task ReloadAsync(ServedWeights weights, CancellationToken cancellationToken) => CommandAsync("update_weights_from_disk", new()
    {
        ["model_path"] = weights.Folder, ["weight_version"] = weights.Name, ["flush_cache"] = true, ["abort_all_requests"] = true,
    }, "message", cancellationToken);

    // A load that timed out may have happened all the same; taking the adapter off first makes repeating it safe.
    private async Task LoadAdapterAsync(ServedWeights weights, CancellationToken cancellationToken)
    {
        if (_adapter is not null) await UnloadAsync(_adapter, cancellationToken);
        await UnloadAsync(weights, cancellationToken);
        await CommandAsync("load_lora_adapter", new() { ["lora_name"] = weights.Name, ["lora_path"] = weights.Folder }, "error_message", cancellationToken);
        _adapter = weights;
    }

    private Task<bool> UnloadAsync(ServedWeights weights, CancellationToken cancellationToken) =>
        commands.TryPostAsync("unload_lora_adapter", new() { ["lora_name"] = weights.Name }, cancellationToken);

    private async Task CommandAsync(string path, JsonObject body, string reason, CancellationToken cancellationToken)
    {
        var answer = connection.Parse(path, await commands.PostAsync(path, body, cancellationToken));
        if (answer.Optional("success") is { ValueKind: JsonValueKind.True }) return;
        var why = answer.Optional(reason)?.ToString() ?? "it gives no reason";
        throw new EngineFailedException($"The SGLang server at {connection.Address} refused {path}: {why}. Mend the server, then resume the run.");
    }

    // With SGLANG_RETURN_ORIGINAL_LOGPROB the server tells log-probabilities before the temperature, where the bias makes one token certain and the
    // others impossible.
    private Task<double> RequireHeatedLogProbabilitiesAsync(ServedWeights weights, CancellationToken cancellationToken)
    {
        var question = new Question([0], 1, new SamplingOptions { Temperature = Heat, MaximumTokens = 1 }, [], [(0, Question.GreatestBias)], weights);
        return commands.RunAsync("Trying a token's log-probability", async () =>
        {
            var answer = await DrawAsync(question, cancellationToken);
            if (answer.LogProbabilities is not [var value]) throw new RemoteFaultException(RemoteFault.Incomplete, "One token was asked for.");
            return value is > LeastOfHeated and < GreatestOfHeated ? value : throw new InvalidInputException(
                $"The SGLang server at {connection.Address} tells log-probabilities of another temperature than the one it draws at; " +
                "start it without SGLANG_RETURN_ORIGINAL_LOGPROB.");
        }, cancellationToken);
    }
}
