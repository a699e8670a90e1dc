using Rollouts.Core.Advantages;
using Rollouts.Core.Experience;
using Rollouts.Core.Hints;
using Rollouts.Core.Runs;
using Rollouts.Core.Training;
using Rollouts.Inference.Model;

namespace Rollouts.Trainer.Packing;

/// <summary>From the groups of a step to rows: who is trained on, with which share of the loss, and beside whom.</summary>
/// <remarks>Denominators count every rollout that was judged and admitted, those included that contribute nothing (an advantage of 0,
/// RED-Drop's surplus): leaving them out of the computation changes its cost, not its result.</remarks>
internal static class BatchPlan
{
    /// <summary>The rows of a step, in slot order.</summary>
    public static List<TrainingRow> RowsOf(TrainingBatch batch, RunSpecification specification, ModelConfig config)
    {
        var counted = Counted(batch);
        var loss = specification.Loss;
        var weights = TokenWeights.Of(loss.Aggregation, [.. counted.Select(entry => entry.Rollout.TokenIds.Length)], specification.Sampling.MaximumTokens);
        var hintWeights = TokenWeights.Of(LossAggregation.SequenceMeanTokenMean, [.. counted.Select(entry => entry.Round.HintIds.Length)], 1);
        var rows = new List<TrainingRow>();
        foreach (var round in counted.Select((entry, i) => (entry.Group, entry.Round, entry.Rollout, Index: i)).GroupBy(entry => entry.Round))
        {
            var (group, hint) = (round.First().Group, IsImitated(specification) ? round.Key.HintIds.Length : 0);
            var trained = round.Where(entry => Contributes(entry.Rollout, loss)).Select(entry => new TrainedRollout(
                entry.Rollout.TokenIds, entry.Rollout.ModelLogProbabilities, entry.Rollout.Advantage, weights[entry.Index],
                group.PolicyVersion == batch.Step - 1)).ToArray();
            rows.AddRange(Cut([.. group.PromptIds, .. round.Key.HintIds], hint, round.Sum(entry => hintWeights[entry.Index]), trained, config));
        }

        return rows;
    }

    /// <summary>The rollouts that the denominators count.</summary>
    public static List<(CreditedGroup Group, CreditedRound Round, CreditedRollout Rollout)> Counted(TrainingBatch batch) =>
    [
        .. from @group in batch.Groups
           from round in @group.Rounds
           from rollout in round.Rollouts
           where rollout.Dropped is null or DropReason.RedDrop
           select (@group, round, rollout),
    ];

    // A hint at the end of the prompt is part of the question; only one that begins the answer is the policy's to imitate.
    private static bool IsImitated(RunSpecification specification) =>
        specification.Loss.HintCoefficient > 0 && specification.Hint.Placement == HintPlacement.AnswerPrefix;

    private static bool Contributes(CreditedRollout rollout, LossOptions loss) => rollout.Dropped is null
        && (rollout.Advantage != 0 || loss.Kl != KlEstimator.None || loss.Regularizer != Regularizer.None || loss.EntropyCoefficient > 0);

    private static IEnumerable<TrainingRow> Cut(int[] prefix, int hint, double hintWeight, TrainedRollout[] rollouts, ModelConfig config)
    {
        if (rollouts.Length == 0)
            return hint > 0 ? [new(prefix, hint, hintWeight, [])] : [];
        var branches = BranchPlan.BranchesPerRow(config, prefix.Length, rollouts.Average(rollout => rollout.TokenIds.Length), rollouts.Length);
        return rollouts.Chunk(branches).Select((part, i) => new TrainingRow(prefix, i == 0 ? hint : 0, hintWeight, part));
    }

    /// <summary>Rows of like length side by side, so that little is padded, and no more than a micro-batch may hold.</summary>
    /// <param name="rows">The rows of a step.</param>
    /// <param name="tokenLimit">Tokens of a micro-batch, padding included; a row that is longer stands alone.</param>
    public static List<TrainingRow[]> MicroBatches(IEnumerable<TrainingRow> rows, int tokenLimit)
    {
        var (batches, open) = (new List<TrainingRow[]>(), new List<TrainingRow>());
        foreach (var row in rows.OrderByDescending(row => row.TokenCount))
        {
            if (open.Count > 0 && (open.Count + 1) * open[0].TokenCount > tokenLimit)
            {
                batches.Add([.. open]);
                open.Clear();
            }

            open.Add(row);
        }

        if (open.Count > 0)
            batches.Add([.. open]);
        return batches;
    }
}
