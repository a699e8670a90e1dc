using Rollouts.Core.Training;

namespace Rollouts.Core.Tests;

public sealed class LearningRateTests
{
    [Fact]
    public void Warm_up_reaches_the_peak_at_its_last_step()
    {
        var options = new OptimizerOptions { LearningRate = 2, WarmUpSteps = 4 };
        Assert.Equal([0.5, 1, 1.5, 2, 2], Enumerable.Range(1, 5).Select(step => LearningRate.At(options, step, 100)));
    }

    [Theory]
    [InlineData(LearningRateSchedule.Linear)]
    [InlineData(LearningRateSchedule.Cosine)]
    [InlineData(LearningRateSchedule.WarmUpStableDecay)]
    public void A_falling_shape_never_rises_and_ends_at_its_final_fraction(LearningRateSchedule shape)
    {
        var options = new OptimizerOptions { LearningRate = 1, WarmUpSteps = 5, Schedule = shape, FinalFraction = 0.1, DecaySteps = 20 };
        var rates = Enumerable.Range(5, 96).Select(step => LearningRate.At(options, step, 100)).ToArray();
        Assert.Equal(1, rates[0]);
        Assert.Equal(0.1, rates[^1], 1e-12);
        Assert.All(rates.Zip(rates.Skip(1)), pair => Assert.True(pair.Second <= pair.First));
    }

    [Fact]
    public void The_cosine_is_half_way_down_in_the_middle() =>
        Assert.Equal(0.5, LearningRate.Share(new() { Schedule = LearningRateSchedule.Cosine }, 50, 100), 1e-12);

    [Fact]
    public void Warm_up_stable_decay_is_constant_until_its_last_leg()
    {
        var options = new OptimizerOptions { Schedule = LearningRateSchedule.WarmUpStableDecay, DecaySteps = 10 };
        Assert.Equal(1, LearningRate.Share(options, 90, 100));
        Assert.Equal(0.5, LearningRate.Share(options, 95, 100), 1e-12);
    }

    [Fact]
    public void A_single_step_run_ends_at_its_final_fraction() =>
        Assert.Equal(0.25, LearningRate.Share(new() { Schedule = LearningRateSchedule.Linear, FinalFraction = 0.25 }, 1, 1));
}
