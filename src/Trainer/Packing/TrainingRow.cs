using Rollouts.Inference.Model;

namespace Rollouts.Trainer.Packing;

/// <summary>One row of a micro-batch: a prefix, computed once, and the rollouts that continue it.</summary>
/// <param name="PrefixIds">Prompt and hint. Shape [P], P ≥ 1.</param>
/// <param name="ScoredPrefix">How many of the prefix's last tokens are supervised: its hint, or 0.</param>
/// <param name="PrefixWeight">ω of each supervised token.</param>
/// <param name="Rollouts">What continues it; may be empty.</param>
internal sealed record TrainingRow(int[] PrefixIds, int ScoredPrefix, double PrefixWeight, IReadOnlyList<TrainedRollout> Rollouts)
{
    /// <summary>Tokens of the row.</summary>
    public int TokenCount => PrefixIds.Length + Rollouts.Sum(rollout => rollout.TokenIds.Length);

    /// <summary>The row as the decoder packs it: the prefix is segment 0, rollout i is segment i + 1.</summary>
    public TokenSegment[] Segments => [new(PrefixIds), .. Rollouts.Select(rollout => new TokenSegment(rollout.TokenIds, 0))];
}
