using Rollouts.Core;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Weights;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;

namespace Rollouts.Inference.Engine;

/// <summary>Draws rollouts on the processor, in plain C#: continuous batching over all requests, the prefix of a request computed once,
/// and every rollout the same to the last bit whatever it was batched with, in any order, on any number of threads.</summary>
/// <remarks>
/// Weights taken over while sequences run serve their next tokens; the keys and values of earlier tokens stay those of the older weights, and
/// <see cref="Rollout.OldestPolicy"/> says so. At temperature 0 <see cref="Rollout.SampledLogProbabilities"/> are 0: the
/// distribution drawn from has one token.
/// </remarks>
public sealed class CpuEngine : IRolloutEngine
{
    private readonly DecoderShape _shape;
    private readonly EngineOptions _options;
    private readonly DecodeLoop _loop;
    private readonly SemaphoreSlim _places;
    private readonly SemaphoreSlim _loading = new(1);

    /// <summary>An engine for decoders of one shape; it draws nothing before weights are loaded.</summary>
    /// <param name="config">The decoder's shape.</param>
    /// <param name="options">How much to do at once.</param>
    /// <param name="time">Measures <see cref="EngineSnapshot.BusySeconds"/>.</param>
    /// <exception cref="InvalidInputException">An option is out of its range.</exception>
    public CpuEngine(ModelConfig config, EngineOptions options, TimeProvider time)
    {
        options.Validate();
        _options = options;
        _shape = new DecoderShape(config);
        _places = new SemaphoreSlim(options.QueueCapacity);
        _loop = new DecodeLoop(_shape, options, time);
    }

    /// <inheritdoc/>
    public EngineSnapshot Snapshot => _loop.Snapshot;

    /// <inheritdoc/>
    public async Task<Rollout[]> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        RequestCheck.Check(request, _shape, _options, _loop.BlockCapacity);
        if (request.Ids.Length == 0) return [];
        if (Snapshot.Policy is null) throw new EngineFailedException("The engine has no weights yet; load some before asking for rollouts.");
        await _places.WaitAsync(cancellationToken);
        try
        {
            var pending = new PendingRequest(request, cancellationToken);
            _loop.Add(pending);
            return await pending.Completion;
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">The folder's files are missing or damaged.</exception>
    /// <remarks>Reading, checking and rearranging happen beside the engine's threads; only the exchange itself waits for a step.</remarks>
    public Task LoadAsync(string folder, PolicyStamp stamp, CancellationToken cancellationToken) =>
        LoadAsync(() => Read(folder, stamp), stamp, cancellationToken);

    /// <summary>Takes over weights that are in memory already.</summary>
    internal Task LoadAsync(WeightSet weights, PolicyStamp stamp, CancellationToken cancellationToken) =>
        LoadAsync(() => weights, stamp, cancellationToken);

    private async Task LoadAsync(Func<WeightSet> read, PolicyStamp stamp, CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken);
        try
        {
            var model = await Task.Run(() => PackedModel.Pack(read(), _shape, stamp), cancellationToken);
            await _loop.SwapAsync(model);
        }
        finally
        {
            _loading.Release();
        }
    }

    private WeightSet Read(string folder, PolicyStamp stamp)
    {
        var hash = PolicyFolder.HashWeights(folder);
        if (hash != stamp.Sha256)
            throw new WeightMismatchException(
                $"The weights in {folder} have the SHA-256 {hash}, but version {stamp.Version} was announced with " +
                $"{stamp.Sha256}; they were damaged on the way or belong to another version. Publish it again.");
        var weights = PolicyFolder.Load(folder);
        return weights.Config == _shape.Config ? weights : throw new WeightMismatchException(
            $"{folder} holds a model of another shape than this engine's: {weights.Config}, expected {_shape.Config}.");
    }

    /// <summary>Stops the engine and waits until its threads have ended; requests that were under way fail.</summary>
    public async ValueTask DisposeAsync() => await Task.Run(_loop.Dispose);
}
