using MessagePack;
using Rollouts.Core.Experience;
using Rollouts.Core.Hints;
using Rollouts.Core.ItemResponse;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Weights;

namespace Rollouts.Core.Advantages;

/// <summary>A judged rollout with its credit.</summary>
/// <param name="Index">0-based place in its round.</param>
/// <param name="TokenIds">As sampled. Shape [T].</param>
/// <param name="SampledLogProbabilities">As in <see cref="Rollout"/>. Shape [T].</param>
/// <param name="ModelLogProbabilities">As in <see cref="Rollout"/>. Shape [T].</param>
/// <param name="Verdict">Kind of the verdict.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Reward">The verdict's reward after shaping; NaN where there is none (then it is dropped).</param>
/// <param name="Advantage">A, broadcast over the rollout's tokens; 0 where dropped.</param>
/// <param name="Dropped">Null if it is to be trained on, else the reason that the ledger counts it under.</param>
/// <param name="Finish">Why it ended.</param>
[MessagePackObject]
public sealed record CreditedRollout(
    [property: Key(0)] int Index, [property: Key(1)] int[] TokenIds, [property: Key(2)] float[] SampledLogProbabilities,
    [property: Key(3)] float[] ModelLogProbabilities, [property: Key(4)] Verification.VerdictKind Verdict, [property: Key(5)] string Reason,
    [property: Key(6)] double Reward, [property: Key(7)] double Advantage, [property: Key(8)] string? Dropped,
    [property: Key(9)] FinishReason Finish);

/// <summary>A round of a visit: one hint, n rollouts.</summary>
/// <param name="Round">0-based.</param>
/// <param name="HintShown">l, units shown.</param>
/// <param name="HintUnits">L, units of the solution.</param>
/// <param name="PredictedRate">Rate the schedule asked for.</param>
/// <param name="HintIds">The hint's tokens; they follow the prompt. Shape [H], may be empty.</param>
/// <param name="Rollouts">The judged rollouts in index order.</param>
[MessagePackObject]
public sealed record CreditedRound(
    [property: Key(0)] int Round, [property: Key(1)] int HintShown, [property: Key(2)] int HintUnits,
    [property: Key(3)] double PredictedRate, [property: Key(4)] int[] HintIds, [property: Key(5)] CreditedRollout[] Rollouts);

/// <summary>All rounds of one visit, judged and credited: what an inference silo hands to the experience.</summary>
/// <param name="Problem">Id of the problem.</param>
/// <param name="Visit">Ordinal of the visit.</param>
/// <param name="Batch">0-based batch it was generated for.</param>
/// <param name="Slot">0-based place in that batch; batches are read in slot order, so that chance of arrival changes nothing.</param>
/// <param name="PolicyVersion">Version of the oldest weights that drew any token.</param>
/// <param name="PolicySha256">Hash of those weights.</param>
/// <param name="PromptIds">The prompt's tokens. Shape [P].</param>
/// <param name="Rounds">The rounds in order.</param>
/// <param name="Fit">The last item-response fit (k, μ, b); null where hints are off.</param>
/// <param name="GeneratedSeconds">Wall time from lease to the last verdict.</param>
/// <remarks>Previous: <see cref="ItemResponseFit"/>. Next: <see cref="TrainingBatch"/>. Packed with MessagePack and LZ4, on the
/// wire and on disk; <see cref="CreditedGroupFormat"/> has the version.</remarks>
[MessagePackObject]
public sealed record CreditedGroup(
    [property: Key(0)] string Problem, [property: Key(1)] int Visit, [property: Key(2)] int Batch, [property: Key(3)] int Slot,
    [property: Key(4)] int PolicyVersion, [property: Key(5)] string PolicySha256, [property: Key(6)] int[] PromptIds,
    [property: Key(7)] CreditedRound[] Rounds, [property: Key(8)] double[]? Fit, [property: Key(9)] double GeneratedSeconds)
{
    /// <summary>The visit's id.</summary>
    [IgnoreMember] public VisitId VisitId => new(new(Problem), Visit);

    /// <summary>Rollouts of all rounds.</summary>
    [IgnoreMember] public int RolloutCount => Rounds.Sum(round => round.Rollouts.Length);

    /// <summary>Version and hash of the weights that drew it.</summary>
    [IgnoreMember] public PolicyStamp Policy => new(PolicyVersion, PolicySha256);

    /// <summary>The hint of a round.</summary>
    public static Hint HintOf(CreditedRound round) => new(round.HintShown, round.HintUnits, round.PredictedRate);
}
