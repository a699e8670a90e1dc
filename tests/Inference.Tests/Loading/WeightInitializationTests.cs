using Rollouts.Inference.Loading;
using Rollouts.Inference.Tests.Model;

namespace Rollouts.Inference.Tests.Loading;

public sealed class WeightInitializationTests
{
    [Fact]
    public void Equal_seeds_give_equal_weights_and_others_do_not()
    {
        Assert.Equal(SmallModel.Weights(3).Values, SmallModel.Weights(3).Values);
        Assert.NotEqual(SmallModel.Weights(3).Values, SmallModel.Weights(4).Values);
    }

    [Fact]
    public void Matrices_have_their_deviation_and_norms_are_one()
    {
        WeightSet weights = SmallModel.Weights();
        Assert.Equal(0.02, Deviation(weights[WeightNames.Gate(0)]), 0.001);
        Assert.Equal(0.02 / 2, Deviation(weights[WeightNames.Down(1)]), 0.0005);
        Assert.All(weights[WeightNames.FinalNorm].ToArray(), value => Assert.Equal(1, value));
    }

    private static double Deviation(ReadOnlySpan<float> values)
    {
        double squares = 0;
        foreach (float value in values) squares += (double)value * value;
        return Math.Sqrt(squares / values.Length);
    }
}
