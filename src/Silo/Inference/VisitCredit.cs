using Rollouts.Core.Advantages;
using Rollouts.Core.Experience;
using Rollouts.Core.ItemResponse;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Rollouts.Core.Weights;

namespace Rollouts.Silo.Inference;

/// <summary>From a visit's judged rounds to what the experience stores. Pure.</summary>
internal static class VisitCredit
{
    // No round has this ordinal, so the seed that decides RED-Drop is no rollout's.
    private const int CreditRound = int.MaxValue;

    /// <summary>Credits all rounds and makes the group of them.</summary>
    public static (CreditedGroup Group, GroupCredit Credit) Of(
        RunSpecification specification, VisitLease lease, VisitId visit, PolicyStamp policy, IReadOnlyList<JudgedRound> rounds, ItemResponseFit? fit,
        double seconds)
    {
        var credit = GroupAdvantage.Credit(
            specification.Advantage, [.. rounds.Select(Rewarded)], new RolloutId(visit, CreditRound, 0).Seed(specification.Seed),
            specification.Sampling.MaximumTokens);
        var group = new CreditedGroup(
            visit.Problem.Value, visit.Ordinal, lease.Place.Batch, lease.Place.Slot, policy.Version, policy.Sha256, rounds[0].Prefix.PromptIds,
            [.. rounds.Select((round, index) => Round(index, round, credit))], fit is null ? null : [fit.K, fit.Mu, fit.B], seconds);
        return (group, credit);
    }

    /// <summary>What is handed over.</summary>
    public static VisitReport Report(RunSpecification specification, VisitLease lease, CreditedGroup group, GroupCredit credit)
    {
        var rollouts = group.Rounds.SelectMany(round => round.Rollouts).ToArray();
        var dropped = rollouts.Where(rollout => rollout.Dropped is not null).CountBy(rollout => rollout.Dropped!).ToDictionary();
        return new(
            lease.Place, lease.Index, group.VisitId, group.Policy, rollouts.Length, rollouts.Sum(rollout => (long)rollout.TokenIds.Length), dropped,
            credit.IsDegenerate && specification.Advantage.DropDegenerateGroups, CreditedGroupFormat.Pack([group]));
    }

    private static RewardedRound Rewarded(JudgedRound round) =>
        new(round.Hint.ShownCount, round.Rewards, Array.ConvertAll(round.Rollouts, rollout => rollout.TokenIds.Length));

    private static CreditedRound Round(int index, JudgedRound round, GroupCredit credit) => new(
        index, round.Hint.ShownCount, round.Hint.UnitCount, round.Hint.PredictedRate, round.Prefix.HintIds,
        [.. round.Rollouts.Select((rollout, place) => Rollout(rollout, place, round, credit, index))]);

    private static CreditedRollout Rollout(Rollout rollout, int place, JudgedRound round, GroupCredit credit, int index) => new(
        place, rollout.TokenIds, rollout.SampledLogProbabilities, rollout.ModelLogProbabilities, round.Verdicts[place].Kind, round.Verdicts[place].Reason,
        credit.Rewards[index][place], credit.Advantages[index][place], credit.Dropped[index][place], rollout.Finish);
}
