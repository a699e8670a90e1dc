using Rollouts.Core.Rollouts;
using Rollouts.Core.Training;
using Rollouts.Inference.Model;
using Rollouts.Trainer.Packing;
using Rollouts.Trainer.Tests.Fixtures;

namespace Rollouts.Trainer.Tests.Packing;

public sealed class SharedPrefixTests
{
    private static readonly LossOptions Loss = LossRecipes.Named("gspo").Loss with { EntropyCoefficient = 0.1, HintCoefficient = 0.5 };

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void Rollouts_that_share_a_prefix_have_the_loss_and_gradient_of_rollouts_one_by_one(int branches)
    {
        var random = new Random(5);
        int[] Ids(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(TinyPolicy.Vocabulary))];
        var rollouts = Enumerable.Range(1, 6)
            .Select(length => new TrainedRollout(Ids(length), [.. Enumerable.Repeat(-2.5f, length)], length % 3 - 1, 1.0 / 6 / length, true))
            .ToArray();
        var prefix = Ids(7);
        TrainingRow Row(TrainedRollout[] part, int index) => new(prefix, index == 0 ? 3 : 0, 0.2, part);
        var (alone, aloneLoss) = Gradient([.. rollouts.Chunk(1).Select(Row).Select(row => new[] { row })]);
        var (shared, sharedLoss) = Gradient([[.. rollouts.Chunk(branches).Select(Row)]]);
        Assert.Equal(aloneLoss, sharedLoss, 1e-6);
        // float32 sums over another order of the same terms.
        Assert.All(alone.Zip(shared), pair => Assert.Equal(pair.First, pair.Second, 2e-6f));
        Assert.Contains(shared, entry => Math.Abs(entry) > 1e-2);
    }

    [Fact]
    public void A_long_prefix_is_shared_by_more_rollouts_than_a_short_one()
    {
        var config = TinyPolicy.Config with { Hidden = 128, Intermediate = 448, Heads = 4, KeyValueHeads = 2, HeadWidth = 32 };
        var (few, many) = (BranchPlan.BranchesPerRow(config, 1, 200, 8), BranchPlan.BranchesPerRow(config, 200, 20, 8));
        Assert.Equal(1, few);
        Assert.Equal(8, many);
    }

    [Fact]
    public void Every_rollout_and_every_hint_is_packed_once()
    {
        var batch = TinyPolicy.Batch(1);
        var rows = BatchPlan.RowsOf(batch, TinyPolicy.Specification, TinyPolicy.Config);
        var rounds = batch.Groups.SelectMany(group => group.Rounds).ToArray();
        Assert.Equal(rounds.Sum(round => round.Rollouts.Sum(rollout => rollout.TokenIds.Length)), rows.Sum(row => row.Rollouts.Sum(rollout => rollout.TokenIds.Length)));
        Assert.Equal(rounds.Sum(round => round.HintIds.Length), rows.Sum(row => row.ScoredPrefix));
        Assert.Equal(rows.Count, BatchPlan.MicroBatches(rows, 40).Sum(part => part.Length));
        Assert.All(BatchPlan.MicroBatches(rows, 40), part => Assert.True(part.Length == 1 || part.Length * part.Max(row => row.TokenCount) <= 40));
    }

    private static (float[] Gradient, double Loss) Gradient(TrainingRow[][] parts)
    {
        using var decoder = new Decoder(TinyPolicy.Weights());
        var sums = new StepLoss(decoder, null, Loss, TokenDistribution.Plain, 1).Accumulate([.. parts.Select(part => new MicroBatch(part))], 1);
        return ([.. decoder.Gradients.data<float>()], sums.Total);
    }
}
