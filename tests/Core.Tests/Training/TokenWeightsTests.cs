using Rollouts.Core.Training;

namespace Rollouts.Core.Tests;

public sealed class TokenWeightsTests
{
    [Theory]
    [InlineData(LossAggregation.TokenMean, 0.25, 0.25)]
    [InlineData(LossAggregation.SequenceMeanTokenMean, 0.5, 1.0 / 6)]
    [InlineData(LossAggregation.SequenceMeanTokenSum, 0.5, 0.5)]
    [InlineData(LossAggregation.TokenSumOverLimit, 0.05, 0.05)]
    public void Each_aggregation_is_a_weight_per_token(LossAggregation aggregation, double first, double second)
    {
        var weights = TokenWeights.Of(aggregation, [1, 3], 10);
        Assert.Equal(first, weights[0], 1e-12);
        Assert.Equal(second, weights[1], 1e-12);
    }

    [Fact]
    public void No_rollouts_have_no_weights() => Assert.Empty(TokenWeights.Of(LossAggregation.TokenMean, [], 1));
}
