using Rollouts.Core;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Weights;

namespace Rollouts.Inference.Remote;

/// <summary>Draws rollouts from a server elsewhere: one request a rollout, each with its own seed, repeated until it is whole; the prefix
/// that a round shares is left to the server's prefix cache.</summary>
/// <remarks>
/// <code>
/// waits for                  is woken by                          at most
/// a turn                     a rollout that ends                  as long as those before it take
/// an answer                  the server                           engine.request_seconds, then another attempt
/// another attempt            the clock                            60 s, engine.attempts in all
/// weights to be taken over   the server                           engine.load_seconds an attempt
/// </code>
/// A rollout comes out the same each time only as far as the server keeps to its seed; see the README beside this file.
/// </remarks>
public sealed class RemoteEngine : IRolloutEngine
{
    private readonly RolloutEngineOptions _options;
    private readonly RemotePolicy _policy;
    private readonly ServerConnection _connection;
    private readonly IServer _server;
    private readonly Retry _retry;
    private readonly RemoteActivity _activity;
    private readonly SemaphoreSlim _places;
    private readonly SemaphoreSlim _loading = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private volatile ServedWeights? _weights;

    internal RemoteEngine(RolloutEngineOptions options, RemotePolicy policy, ServerConnection connection, IServer server, Retry retry, TimeProvider time)
    {
        (_options, _policy, _connection, _server, _retry) = (options, policy, connection, server, retry);
        _activity = new(options.Concurrency, time);
        _places = new(options.Concurrency);
    }

    /// <summary>An engine for the server that the options name; it is not spoken to before weights are loaded.</summary>
    /// <param name="options">Valid options of a kind other than <see cref="EngineKind.Cpu"/>.</param>
    /// <param name="policy">What is known of the policy.</param>
    /// <param name="time">Measures deadlines and pauses.</param>
    /// <exception cref="InvalidInputException">The variable that should hold the API key is empty.</exception>
    public static RemoteEngine Create(RolloutEngineOptions options, RemotePolicy policy, TimeProvider time) => RemoteParts.Assemble(options, policy, time);

    /// <inheritdoc/>
    public EngineSnapshot Snapshot => _activity.Snapshot(_weights?.Stamp);

    /// <inheritdoc/>
    /// <exception cref="WeightMismatchException">The server draws from other weights than those loaded last.</exception>
    public async Task<Rollout[]> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        RemoteRequestCheck.Check(request, _policy);
        if (request.Ids.Length == 0) return [];
        var weights = _weights ?? throw new EngineFailedException("The server has no weights of this run yet; load some before asking for rollouts.");
        using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        try
        {
            var rollouts = await Task.WhenAll(request.Ids.Select((_, index) => DrawOrCallOffAsync(request, index, weights, round)));
            await _server.VerifyAsync(weights, round.Token);
            return ReferenceEquals(weights, _weights) ? rollouts : throw new WeightMismatchException(
                $"The weights of version {weights.Stamp.Version} were replaced while a round was drawn from them; let rounds end before loading others.");
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new EngineFailedException("The engine has been stopped; it draws no more rollouts.");
        }
    }

    /// <inheritdoc/>
    /// <exception cref="EngineFailedException">The server does not take them over.</exception>
    /// <exception cref="InvalidInputException">The folder has no weights, or the server is set up in a way that can't serve a policy in training.</exception>
    /// <remarks>The server reads the folder itself, so it must see it.</remarks>
    public async Task LoadAsync(string folder, PolicyStamp stamp, CancellationToken cancellationToken)
    {
        using var work = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        await _loading.WaitAsync(work.Token);
        try
        {
            var weights = await Task.Run(() => ServedWeights.Of(folder, _options.WeightsFolder, stamp), work.Token);
            // Whatever happens from here on, the server may draw from either.
            _weights = null;
            await _server.TakeOverAsync(weights, work.Token);
            _weights = weights;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Gives up what is under way; requests that were waiting fail.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _connection.Dispose();
    }

    // One rollout that can't be had spoils the round: the others are called off, and its own reason is told.
    private async Task<Rollout> DrawOrCallOffAsync(GenerationRequest request, int index, ServedWeights weights, CancellationTokenSource round)
    {
        try
        {
            return await DrawAsync(request, index, weights, round.Token);
        }
        catch
        {
            await round.CancelAsync();
            throw;
        }
    }

    private async Task<Rollout> DrawAsync(GenerationRequest request, int index, ServedWeights weights, CancellationToken cancellationToken)
    {
        await TakePlaceAsync(cancellationToken);
        var tokenCount = 0;
        try
        {
            var question = new Question(request.PrefixIds, request.Seeds[index], request.Sampling, request.StopTokenIds, Biases, weights);
            var answer = await _retry.RunAsync($"Rollout {request.Ids[index]}", () => DrawOnceAsync(question, cancellationToken), cancellationToken);
            tokenCount = answer.TokenIds.Length;
            return ToRollout(request.Ids[index], answer, question);
        }
        finally
        {
            _activity.Ended(tokenCount);
            _places.Release();
        }
    }

    private IReadOnlyList<(int Id, double Bias)> Biases => [.. _policy.ForbiddenIds.Select(id => (id, -Question.GreatestBias))];

    private async Task<Answer> DrawOnceAsync(Question question, CancellationToken cancellationToken)
    {
        var answer = await _server.DrawAsync(question, cancellationToken);
        AnswerCheck.Check(answer, question, _policy.VocabularySize, _policy.ForbiddenIds);
        return answer;
    }

    private static Rollout ToRollout(RolloutId id, Answer answer, Question question)
    {
        var model = Array.ConvertAll(answer.LogProbabilities, value => (float)Math.Min(0, value));
        var finish = question.StopTokenIds.Contains(answer.TokenIds[^1]) ? FinishReason.Stop : FinishReason.Length;
        return new(id, answer.TokenIds, question.IsGreedy ? new float[model.Length] : model, model, finish, question.Weights.Stamp);
    }

    private async Task TakePlaceAsync(CancellationToken cancellationToken)
    {
        _activity.Queued();
        var begins = false;
        try
        {
            await _places.WaitAsync(cancellationToken);
            begins = true;
        }
        finally
        {
            _activity.Dequeued(begins);
        }
    }
}
