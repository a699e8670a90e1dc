using System.Text.Json.Nodes;
using Rollouts.Core;
using Rollouts.Core.Rollouts;

namespace Rollouts.Inference.Remote.Vllm;

/// <summary>A vLLM server. Adapters are served as models of their own name, which every answer repeats; whole weights are reloaded and
/// labelled, and the label is asked for after each round.</summary>
internal sealed class VllmServer(ServerConnection connection, ServerCommands commands, TimeSpan deadline) : IServer
{
    // Two certain tokens share no distribution: at least one of them has less than half of it.
    private static readonly double Half = Math.Log(0.5);

    private ServedWeights? _adapter;

    /// <inheritdoc/>
    public async Task TakeOverAsync(ServedWeights weights, CancellationToken cancellationToken)
    {
        if (weights.IsAdapter) await LoadAdapterAsync(weights, cancellationToken);
        else await ReloadAsync(weights, cancellationToken);
        await RequireProcessedLogProbabilitiesAsync(weights, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Answer> DrawAsync(Question question, CancellationToken cancellationToken)
    {
        const string path = "v1/completions";
        var bytes = await connection.SendAsync(HttpMethod.Post, path, VllmCompletion.Request(question), deadline, cancellationToken);
        return VllmCompletion.Read(connection.Parse(path, bytes), question);
    }

    /// <inheritdoc/>
    public async Task VerifyAsync(ServedWeights weights, CancellationToken cancellationToken)
    {
        if (!weights.IsAdapter) weights.Require(await LabelAsync(cancellationToken));
    }

    // A load that timed out may have happened all the same; taking the adapter off first makes repeating it safe.
    private async Task LoadAdapterAsync(ServedWeights weights, CancellationToken cancellationToken)
    {
        if (_adapter is not null) await UnloadAsync(_adapter, cancellationToken);
        await commands.RunAsync($"Loading the adapter {weights.Name}", async () =>
        {
            await UnloadAsync(weights, cancellationToken);
            var body = new JsonObject { ["lora_name"] = weights.Name, ["lora_path"] = weights.Folder };
            return await connection.SendAsync(HttpMethod.Post, "v1/load_lora_adapter", body, commands.Deadline, cancellationToken);
        }, cancellationToken);
        _adapter = weights;
    }

    private Task<bool> UnloadAsync(ServedWeights weights, CancellationToken cancellationToken) =>
        commands.TryPostAsync("v1/unload_lora_adapter", new() { ["lora_name"] = weights.Name }, cancellationToken);

    private async Task ReloadAsync(ServedWeights weights, CancellationToken cancellationToken)
    {
        var reload = new JsonObject { ["method"] = "reload_weights", ["kwargs"] = new JsonObject { ["weights_path"] = weights.Folder } };
        await commands.PostAsync("collective_rpc", reload, cancellationToken);
        await commands.PostAsync("reset_prefix_cache?reset_running_requests=true", [], cancellationToken);
        await commands.PostAsync("update_weight_version", new() { ["new_version"] = weights.Name }, cancellationToken);
        weights.Require(await LabelAsync(cancellationToken));
    }

    private Task<string> LabelAsync(CancellationToken cancellationToken) => commands.RunAsync("Asking which weights are served", async () =>
    {
        const string path = "weight_info";
        return connection.Parse(path, await connection.SendAsync(HttpMethod.Get, path, null, commands.Deadline, cancellationToken)).Text("weight_version");
    }, cancellationToken);

    // The server's default is to tell log-probabilities before temperature and biases. A bias that makes a token certain shows which it is.
    private async Task RequireProcessedLogProbabilitiesAsync(ServedWeights weights, CancellationToken cancellationToken)
    {
        var (first, second) = (await ForcedAsync(0, weights, cancellationToken), await ForcedAsync(1, weights, cancellationToken));
        if (Math.Min(first, second) < Half)
            throw new InvalidInputException(
                $"The vLLM server at {connection.Address} tells log-probabilities of another distribution than the one it draws from; " +
                "start it with --logprobs-mode processed_logprobs.");
    }

    private Task<double> ForcedAsync(int id, ServedWeights weights, CancellationToken cancellationToken)
    {
        var question = new Question([id], 1, new SamplingOptions { Temperature = 0, MaximumTokens = 1 }, [], [(id, Question.GreatestBias)], weights);
        return commands.RunAsync("Trying a token's log-probability", async () =>
        {
            var answer = await DrawAsync(question, cancellationToken);
            return answer.LogProbabilities is [var value] ? value : throw new RemoteFaultException(RemoteFault.Incomplete, "One token was asked for.");
        }, cancellationToken);
    }
}
