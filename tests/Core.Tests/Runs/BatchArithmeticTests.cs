using Rollouts.Core.Experience;
using Rollouts.Core.Runs;
using Rollouts.Core.Weights;

namespace Rollouts.Core.Tests.Runs;

public sealed class BatchArithmeticTests
{
    [Fact]
    public void Rollouts_are_problems_times_rounds_times_rollouts()
    {
        var arithmetic = BatchArithmetic.Of(new() { Steps = 250, Schedule = new() { ProblemsPerStep = 16 } }, trainProblems: 200);
        Assert.Equal(512, arithmetic.RolloutsPerStep);
        Assert.Equal(128_000, arithmetic.Rollouts);
        Assert.Equal(20, arithmetic.Epochs);
    }

    [Theory]
    [InlineData(1, 0, 0, 0)]
    [InlineData(4, 0, 1.5, 3)]
    public void Staleness_follows_interval_and_offset(int interval, int offset, double mean, int maximum)
    {
        var arithmetic = BatchArithmetic.Of(new() { Steps = 40, Schedule = new() { Interval = interval, Offset = offset } }, 1);
        Assert.Equal((mean, maximum), (arithmetic.MeanStaleness, arithmetic.MaximumStaleness));
    }

    [Fact]
    public void An_offset_is_the_age_that_a_long_run_settles_at()
    {
        var arithmetic = BatchArithmetic.Of(new() { Steps = 1000, Schedule = new() { Offset = 3 } }, 1);
        Assert.Equal(3, arithmetic.MaximumStaleness);
        Assert.InRange(arithmetic.MeanStaleness!.Value, 2.9, 3);
    }

    [Fact]
    public void Offline_data_age_by_one_version_a_step() =>
        Assert.Equal(9, BatchArithmetic.Of(new() { Steps = 10, Schedule = new() { Mode = ScheduleMode.Offline } }, 1).MaximumStaleness);

    [Fact]
    public void Parameters_are_counted_matrix_by_matrix()
    {
        var model = new ModelOptions { Layers = 2, Hidden = 8, Intermediate = 12, Heads = 2, KeyValueHeads = 1, HeadWidth = 4, TieEmbeddings = false };
        var layer = 8 * 8 + 8 * 4 + 8 * 4 + 8 * 8 + 3 * 8 * 12 + 2 * 8;
        Assert.Equal(2 * layer + 2 * 10 * 8 + 8, MemoryEstimate.ParameterCount(model, vocabulary: 10));
    }
}
