using Rollouts.Core.Rollouts;
using Rollouts.Core.Weights;

namespace Rollouts.Bench.Orchestration;

/// <summary>Costs nothing: rollouts made beforehand, so that what is measured is everything else. Their tokens and scores are random,
/// for packing must not be cheaper than it is in a run.</summary>
internal sealed class ScriptedEngine : IRolloutEngine
{
    public const int TokenCount = 128;

    private const int KnownCount = 64;
    private static readonly int[][] Tokens = [.. Enumerable.Range(0, KnownCount).Select(seed => TokensOf(new(seed)))];
    private static readonly float[][] Sampled = [.. Enumerable.Range(0, KnownCount).Select(seed => ScoresOf(new(seed)))];
    private static readonly float[][] Model = [.. Enumerable.Range(0, KnownCount).Select(seed => ScoresOf(new(-1 - seed)))];
    private PolicyStamp? _policy;

    public EngineSnapshot Snapshot => new(_policy, SlotCount: 256, 0, 0, 0, 0);

    public Task<Rollout[]> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(request.Ids.Select((id, index) => Draw(id, (int)(request.Seeds[index] % KnownCount))).ToArray());

    public Task LoadAsync(string folder, PolicyStamp stamp, CancellationToken cancellationToken)
    {
        _policy = stamp;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Rollout Draw(RolloutId id, int known) => new(id, Tokens[known], Sampled[known], Model[known], FinishReason.Stop, _policy!);

    private static int[] TokensOf(Random chance)
    {
        var letters = ScriptedProblems.Tokenizer.Encode("0123456789");
        return [.. Enumerable.Range(0, TokenCount).Select(_ => letters[chance.Next(letters.Length)])];
    }

    private static float[] ScoresOf(Random chance) => [.. Enumerable.Range(0, TokenCount).Select(_ => MathF.Log(1 - chance.NextSingle()))];
}
