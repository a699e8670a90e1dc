using Rollouts.Inference.Model;
using Rollouts.Trainer.Losses;

namespace Rollouts.Trainer.Packing;

/// <summary>Rows packed for one forward pass, and where in it the rollouts' and the hints' tokens are.</summary>
internal sealed class MicroBatch
{
    private readonly TrainedRollout[] rollouts;

    public MicroBatch(IReadOnlyList<TrainingRow> rows)
    {
        rollouts = [.. rows.SelectMany(row => row.Rollouts)];
        Packed = PackedBatch.OfTrees([.. rows.Select(row => row.Segments)]);
        ActionCount = rollouts.Sum(rollout => rollout.TokenIds.Length);
        ActionPlaces = [.. rows.SelectMany(PlacesOfActions)];
        ActionTargets = [.. rollouts.SelectMany(rollout => rollout.TokenIds)];
        PrefixPlaces = [.. rows.SelectMany(PlacesOfPrefix)];
        PrefixTargets = [.. rows.SelectMany(row => row.PrefixIds[^row.ScoredPrefix..])];
        PrefixWeights = [.. rows.SelectMany(row => Enumerable.Repeat((float)row.PrefixWeight, row.ScoredPrefix))];
        SamplerLogProbabilities = [.. rollouts.SelectMany(rollout => rollout.SamplerLogProbabilities)];
    }

    /// <summary>What the decoder reads.</summary>
    public PackedBatch Packed { get; }

    /// <summary>Places before the rollouts' tokens. Shape [N].</summary>
    public int[] ActionPlaces { get; }

    /// <summary>The rollouts' tokens. Shape [N].</summary>
    public int[] ActionTargets { get; }

    /// <summary>Places before the supervised tokens. Shape [H].</summary>
    public int[] PrefixPlaces { get; }

    /// <summary>The supervised tokens. Shape [H].</summary>
    public int[] PrefixTargets { get; }

    /// <summary>N: rollout tokens.</summary>
    public int ActionCount { get; }

    /// <summary>H: supervised tokens.</summary>
    public int PrefixCount => PrefixWeights.Length;

    /// <summary>ω of the supervised tokens. Shape [H].</summary>
    public float[] PrefixWeights { get; }

    /// <summary>As the sampler had them. Shape [N].</summary>
    public float[] SamplerLogProbabilities { get; }

    /// <summary>ℓ by the weights that the step began with, once they were computed. Shape [N].</summary>
    public float[]? StartLogProbabilities { get; set; }

    /// <summary>Whether each rollout token was drawn by the weights that the step begins with. Shape [N].</summary>
    public bool[] OnPolicy => [.. Spread(rollout => rollout.OnPolicy)];

    /// <summary>The rollout tokens for the loss.</summary>
    /// <param name="logProbabilities">ℓ, differentiable. Shape [N].</param>
    /// <param name="old">ℓ_old. Shape [N].</param>
    public LossTokens Tokens(Tensor logProbabilities, Tensor old) => new(
        logProbabilities, old, tensor(Spread(rollout => (float)rollout.Advantage).ToArray()),
        tensor(Spread(rollout => (float)rollout.Weight).ToArray()),
        tensor(rollouts.SelectMany((rollout, i) => Enumerable.Repeat((long)i, rollout.TokenIds.Length)).ToArray()),
        tensor(rollouts.Select(rollout => (float)rollout.TokenIds.Length).ToArray()));

    private IEnumerable<T> Spread<T>(Func<TrainedRollout, T> of) =>
        rollouts.SelectMany(rollout => Enumerable.Repeat(of(rollout), rollout.TokenIds.Length));

    private IEnumerable<int> PlacesOfActions(TrainingRow row, int index) =>
        Enumerable.Range(1, row.Rollouts.Count).SelectMany(segment => Packed.PlacesBefore(index, segment));

    // The first token of a row follows nothing, so there is one place fewer than tokens; a hint never begins a row.
    private IEnumerable<int> PlacesOfPrefix(TrainingRow row, int index) =>
        Packed.PlacesBefore(index, 0).Skip(row.PrefixIds.Length - 1 - row.ScoredPrefix);
}
