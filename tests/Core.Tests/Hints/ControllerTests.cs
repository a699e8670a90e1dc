using Rollouts.Bench;
using Rollouts.Core.Hints;

namespace Rollouts.Core.Tests.Hints;

public sealed class ControllerTests
{
    // The reference is one sample of 600 problems, so each of its cells has a standard error of about 0.012; with five units its treatment of
    // rates half way between two units is unknown as well.
    [Theory]
    [InlineData(0, 0.035)]
    [InlineData(1, 0.035)]
    [InlineData(2, 0.02)]
    [InlineData(3, 0.02)]
    public void Accuracy_by_round_is_that_of_the_independent_simulation(int row, double tolerance)
    {
        var (unitCount, stored, expected) = ControllerReference.Rows[row];
        var options = new HintOptions { StoredRate = stored, AllowFull = true, Carry = CarriedRate.LastUsed };
        var ours = ControllerSimulation.Run(options, unitCount, 3, 600, 10, seed: 1);
        for (var cell = 0; cell < 12; cell++) Assert.Equal(expected[cell], ours[cell / 4, cell % 4], tolerance);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(200)]
    public void With_the_defaults_every_round_after_the_first_visit_is_near_the_target(int unitCount)
    {
        var ours = ControllerSimulation.Run(new(), unitCount, 3, 600, 5, seed: 2);
        for (var round = 0; round < 4; round++) Assert.Equal(0.5, ours[2, round], 0.05);
    }

    [Fact]
    public void Without_margin_points_the_second_round_undershoots()
    {
        var with = ControllerSimulation.Run(new(), 20, 1, 600, 2, seed: 3);
        var without = ControllerSimulation.Run(new() { MarginPoints = false }, 20, 1, 600, 2, seed: 3);
        Assert.True(without[0, 1] < with[0, 1] - 0.1, $"{without[0, 1]} against {with[0, 1]}");
    }
}
