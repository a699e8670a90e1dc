using CsCheck;
using Rollouts.Core.Training;

namespace Rollouts.Trainer.Tests.Losses;

public sealed class PolicyLossOracleTests
{
    private static readonly Gen<double[]> Row = Gen.Double[-3, -0.02].Array[1, 5];

    private static readonly Gen<LossOptions> Options =
        from clip in Gen.Enum<ClipMode>()
        from weight in Gen.Enum<WeightMode>()
        from surrogate in Gen.Enum<Surrogate>()
        from level in Gen.Enum<RatioLevel>()
        from pull in Gen.Enum<Regularizer>()
        from aggregation in Gen.Enum<LossAggregation>()
        from kl in Gen.Enum<KlEstimator>()
        from dual in Gen.Bool
        from mismatch in Gen.Bool
        from negatives in Gen.Bool
        select new LossOptions
        {
            Clip = clip, Weight = weight, Surrogate = surrogate, Ratio = level, Regularizer = pull, Aggregation = aggregation, Kl = kl,
            KlCoefficient = 0.3, DualClip = dual ? 3 : 0, TruncatedImportanceSampling = mismatch ? 1.1 : 0, WeightNegativesOnly = negatives, Damping = 0.5,
        };

    private static readonly Gen<LossCase> Cases =
        from rows in Row.Array[1, 5]
        from seed in Gen.Int
        let random = new Random(seed)
        let near = (Func<double[][]>)(() => [.. rows.Select(row => row.Select(value => value + random.NextDouble() * 2 - 1).ToArray())])
        select new LossCase(rows, near(), [.. rows.Select(_ => Math.Round(random.NextDouble() * 4 - 2, 1))])
        {
            Reference = near(), Sampler = near(), Limit = 8,
        };

    [Fact]
    public void Every_combination_has_the_loss_and_the_gradient_of_the_plain_loops() =>
        Gen.Select(Cases, Options).Sample((data, options) =>
        {
            var oracle = new ScalarLoss(data, options);
            var (loss, gradient, _, _) = data.Evaluate(options);
            Assert.Equal(oracle.Value(data.Current), loss, 1e-10);
            Near(oracle.Gradient(), gradient, 1e-6);
        }, iter: 400);

    [Fact]
    public void Single_precision_agrees_with_double_precision() =>
        Gen.Select(Cases, Options).Sample((data, options) =>
        {
            var (loss, gradient, _, _) = data.Evaluate(options);
            var (single, singleGradient, _, _) = data.Evaluate(options, ScalarType.Float32);
            Assert.Equal(loss, single, 1e-5 * Math.Max(1, Math.Abs(loss)));
            Near(gradient, singleGradient, 1e-5 * Math.Max(1, gradient.Max(Math.Abs)));
        }, iter: 100);

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Every_named_algorithm_agrees_with_the_plain_loops(string name)
    {
        var data = LossCase.Worked(0.5, -0.5, -0.5, 0.5);
        var options = LossRecipes.Named(name).Loss;
        Assert.Equal(new ScalarLoss(data, options).Value(data.Current), data.Evaluate(options).Loss, 1e-12);
    }

    public static TheoryData<string> Recipes => new(LossRecipes.All.Select(recipe => recipe.Name));

    internal static void Near(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"Entry {i}: expected {expected[i]:R}, got {actual[i]:R}.");
    }
}
