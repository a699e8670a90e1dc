using CsCheck;
using Rollouts.Core.Experience;

namespace Rollouts.Core.Tests.Experience;

public sealed class OffPolicyScheduleTests
{
    [Fact]
    public void Interval_one_without_offset_is_on_policy()
    {
        for (var batch = 0; batch < 50; batch++) Assert.Equal(0, OffPolicySchedule.AgeOf(new(), batch));
    }

    [Fact]
    public void An_interval_of_twenty_gives_a_saw_tooth() =>
        Assert.Equal(Enumerable.Range(0, 60).Select(batch => (int?)(batch % 20)), Enumerable.Range(0, 60).Select(batch => OffPolicySchedule.AgeOf(new() { Interval = 20 }, batch)));

    [Fact]
    public void An_offset_of_ten_gives_a_constant_age_after_the_start() =>
        Assert.Equal(Enumerable.Range(0, 40).Select(batch => (int?)Math.Min(batch, 10)), Enumerable.Range(0, 40).Select(batch => OffPolicySchedule.AgeOf(new() { Offset = 10 }, batch)));

    [Fact]
    public void Offline_is_always_the_initial_policy() =>
        Assert.All(Enumerable.Range(0, 40), batch => Assert.Equal(0, OffPolicySchedule.VersionFor(new() { Mode = ScheduleMode.Offline }, batch)));

    [Fact]
    public void Async_names_no_version() => Assert.Null(OffPolicySchedule.VersionFor(new() { Mode = ScheduleMode.Async }, 3));

    [Fact]
    public void Ages_lie_between_offset_and_offset_plus_interval_and_versions_exist_and_are_published() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[0, 30], Gen.Int[0, 500]).Sample((interval, offset, batch) =>
        {
            var options = new ScheduleOptions { Interval = interval, Offset = offset };
            var version = OffPolicySchedule.VersionFor(options, batch)!.Value;
            Assert.InRange(version, 0, batch);
            Assert.InRange(batch - version, batch < offset ? batch : offset, batch < offset ? batch : offset + interval - 1);
            Assert.True(version <= Math.Max(0, batch - offset));
            Assert.True(OffPolicySchedule.IsPublished(options, version, 10_000));
        }, seed: "0N0XIzNsQ0O2", iter: 5000);

    [Fact]
    public void Impossible_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => OffPolicySchedule.VersionFor(new(), -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => OffPolicySchedule.VersionFor(new() { Interval = 0 }, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => OffPolicySchedule.VersionFor(new() { Offset = -1 }, 0));
    }
}
