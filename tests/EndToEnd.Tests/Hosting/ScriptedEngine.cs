using Rollouts.Core.Rollouts;
using Rollouts.Core.Weights;

namespace Rollouts.EndToEnd.Tests.Hosting;

/// <summary>Answers at once: right or wrong as seed and weights decide, right more often the more of the solution is shown.</summary>
internal sealed class ScriptedEngine : IRolloutEngine
{
    private readonly int _tokenCount;
    private readonly int _failAfter;
    private int _requestCount;
    private long _generatedTokens;
    private PolicyStamp? _policy;

    /// <param name="failAfter">Requests that are answered before the engine fails.</param>
    public ScriptedEngine(int tokenCount = 3, int failAfter = int.MaxValue) => (_tokenCount, _failAfter) = (tokenCount, failAfter);

    public EngineSnapshot Snapshot => new(_policy, SlotCount: 64, 0, 0, Interlocked.Read(ref _generatedTokens), 0);

    public Task<Rollout[]> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.Increment(ref _requestCount) > _failAfter) throw new EngineFailedException("The engine's logits are not finite.");
        var policy = _policy ?? throw new InvalidOperationException("Rollouts were asked for before any weights were loaded.");
        Interlocked.Add(ref _generatedTokens, request.Ids.Length * _tokenCount);
        return Task.FromResult(request.Ids.Select((id, index) => Draw(id, request.Seeds[index], request, policy)).ToArray());
    }

    public Task LoadAsync(string folder, PolicyStamp stamp, CancellationToken cancellationToken)
    {
        _policy = ScriptedTraining.HashOf(folder) == stamp.Sha256 ? stamp : throw new WeightMismatchException($"{folder} does not hold {stamp}.");
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Rollout Draw(RolloutId id, ulong seed, GenerationRequest request, PolicyStamp policy)
    {
        var chance = new Random(unchecked((int)(seed ^ Convert.ToUInt64(policy.Sha256[..16], 16))));
        var shown = request.PrefixIds.Length - 2;
        var text = new string('c', _tokenCount - 1) + (chance.Next(6) <= 1 + shown ? "y" : "n");
        var scores = Enumerable.Range(0, _tokenCount).Select(_ => -chance.NextSingle()).ToArray();
        return new(id, ScriptedProblems.Tokenizer.Encode(text), scores, scores, FinishReason.Stop, policy);
    }
}
