using Rollouts.Core.Training;

namespace Rollouts.Trainer.Tests.Losses;

/// <summary>Loss, clip fraction and gradient of every variant on one group, five decimals, as worked out by hand.</summary>
public sealed class WorkedVectorTests
{
    private const double SampleDeviation = 0.5773502691896258;

    private static readonly double[] Mean = [0.5, -0.5, -0.5, 0.5];
    private static readonly double[] Population = [1, -1, -1, 1];
    private static readonly double[] Sample = [.. Mean.Select(value => value / (SampleDeviation + 1e-6))];

    private static LossOptions Loss(string recipe) => LossRecipes.Named(recipe).Loss;

    public static TheoryData<string, LossOptions, double[], double, double?, double[]> Vectors => new()
    {
        { "REINFORCE", Loss("reinforce"), Mean, -0.067500, 0, [-.05, -.05, -.05, .05, .05, .05, .05, .05, .05, -.05] },
        { "REC-OneSide-NoIS", Loss("rec-one-side-no-is"), Mean, 0.042500, .4, [0, -.05, -.05, 0, .05, 0, .05, .05, .05, 0] },
        { "REC-OneSide-IS", Loss("rec-one-side-is"), Mean, -0.072840, .4, [0, -.01664, -.02885, 0, .05256, 0, .16601, .05, .05256, 0] },
        { "REC-OneSide-NoIS wide", Loss("rec-one-side-no-is-wide"), Mean, -0.097500, .1, [-.05, -.05, -.05, .05, .05, .05, .05, .05, .05, 0] },
        { "REC-TwoSide-NoIS", Loss("rec-two-side-no-is"), Mean, -0.027500, .7, [0, 0, 0, 0, .05, 0, 0, .05, .05, 0] },
        { "REC-TwoSide-IS", Loss("rec-two-side-is"), Mean, -0.028782, .7, [0, 0, 0, 0, .05256, 0, 0, .05, .05256, 0] },
        { "REC-Ring-NoIS", Loss("rec-ring-no-is"), Mean, 0.012500, .5, [0, -.05, 0, 0, .05, 0, .05, .05, .05, 0] },
        { "GRPO as REC", Loss("rec-grpo"), Population, -0.145679, .4, [0, -.03329, -.05769, 0, .10513, 0, .33201, .1, .10513, 0] },
        { "AsymRE", Loss("asymre"), Mean, -0.002000, 0, [-.06, -.06, -.06, .04, .04, .04, .04, .04, .04, -.06] },
        { "OPMD", Loss("opmd"), Mean, -0.013425, 0, [-.046, -.072, -.061, .042, .051, .032, .074, .05, .051, -.026] },
        { "RED-Weight", Loss("red-weight"), Mean, 0.094544, 0, [-.08244, -.08244, -.08244, .03033, .03033, .03033, .03033, .03033, .03033, -.08244] },
        { "OPMD simple", Loss("opmd-simple"), Mean, -0.033750, 0, [-.025, -.025, -.025, .025, .025, .025, .025, .025, .025, -.025] },
        { "PPO dual clip", Loss("ppo-dual-clip"), Sample, 0.380420, null, [0, -.02883, -.04997, 0, .09104, 0, 0, .0866, .09104, 0] },
        {
            "PPO dual clip by sequence", Loss("ppo-dual-clip") with { Aggregation = LossAggregation.SequenceMeanTokenMean }, Sample,
            0.105044, null, [0, -.02402, -.04164, 0, .1138, 0, 0, .05413, .0569, 0]
        },
        {
            "DAPO", Loss("dapo") with { DualClip = 3 }, Sample, 0.371638, null,
            [-.10578, -.02883, -.04997, 0, .09104, 0, 0, .0866, .09104, 0]
        },
        { "CISPO", Loss("cispo"), Sample, -0.083400, null, [-.10578, -.02883, -.04997, .05805, .09104, .03521, .11085, .0866, .09104, -.11085] },
        { "GSPO", Loss("gspo"), Sample, 0.102628, null, [-.04451, -.04451, -.04451, 0, 0, .05908, .05908, .05908, .05908, 0] },
        { "TOPR", Loss("topr"), Mean, 0.006679, null, [-.05, -.05, -.05, .03352, .05, .02033, .05, .05, .05, -.05] },
        { "sPPO", Loss("sppo"), Mean, -0.005000, null, [-.05, 0, 0, 0, .05, 0, 0, .05, .05, 0] },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_variant_has_its_worked_loss_clip_fraction_and_gradient(
        string name, LossOptions options, double[] advantages, double loss, double? clip, double[] gradient)
    {
        var (actual, actualGradient, fraction, _) = LossCase.Worked(advantages).Evaluate(options);
        Assert.True(Math.Abs(loss - actual) < 1e-6, $"{name}: expected {loss}, got {actual:R}.");
        PolicyLossOracleTests.Near(gradient, actualGradient, 5.1e-6);
        if (clip is { } expected)
            Assert.Equal(expected, fraction, 1e-12);
    }

    [Theory]
    [InlineData(KlEstimator.K1, 0.010000)]
    [InlineData(KlEstimator.K2, 0.033250)]
    [InlineData(KlEstimator.K3, 0.033946)]
    public void A_divergence_has_its_worked_token_mean(KlEstimator estimator, double mean) =>
        Assert.Equal(mean, LossCase.Worked(Mean).Evaluate(Loss("reinforce") with { Kl = estimator }).Divergence, 1e-6);

    [Fact]
    public void The_mismatch_weight_is_truncated_at_its_cap()
    {
        var data = LossCase.Worked(1, 1, 1, 1);
        data = data with { Sampler = data.Old, Old = data.Current };
        var (_, gradient, _, _) = data.Evaluate(Loss("reinforce") with { TruncatedImportanceSampling = 2 });
        double[] weights = [1.2214, .33287, .57695, .67032, 1.05127, .40657, 2, 1, 1.05127, 2];
        PolicyLossOracleTests.Near([.. weights.Select(weight => -weight / 10)], gradient, 5.1e-6);
    }
}
