using CsCheck;
using Rollouts.Core.Experience;

namespace Rollouts.Core.Tests.Experience;

public sealed class StalenessTests
{
    [Theory]
    [InlineData(6, 10, true)]
    [InlineData(5, 10, true)]
    [InlineData(4, 10, false)]
    public void What_is_older_than_the_bound_when_it_is_trained_on_is_refused(int oldestPolicy, int step, bool admitted) =>
        Assert.Equal(admitted, Staleness.IsAdmitted(new() { Mode = ScheduleMode.Async, MaximumAge = 4 }, oldestPolicy, step));

    [Fact]
    public void The_interval_schedule_admits_what_it_asked_for() =>
        Assert.True(Staleness.IsAdmitted(new() { Mode = ScheduleMode.Interval, Interval = 50, MaximumAge = 1 }, 0, 50));

    [Fact]
    public void Over_random_schedules_nothing_older_than_the_bound_is_trained_on() =>
        Gen.Select(Gen.Int[0, 6], Gen.Int[1, 5], Gen.Int[0, 1_000_000]).Sample((maximumAge, perStep, seed) =>
            Assert.All(Simulate(maximumAge, perStep, seed, overtaking: true).TrainedAges, age => Assert.InRange(age, 0, maximumAge)),
            seed: "0N0XIzNsQ0O2", iter: 500);

    [Fact]
    public void Over_random_schedules_in_order_nothing_is_dropped() =>
        Gen.Select(Gen.Int[0, 6], Gen.Int[1, 5], Gen.Int[0, 1_000_000]).Sample((maximumAge, perStep, seed) =>
        {
            var (ages, dropped) = Simulate(maximumAge, perStep, seed, overtaking: false);
            Assert.Equal(0, dropped);
            Assert.NotEmpty(ages);
        }, seed: "0N0XIzNsQ0O2", iter: 500);

    // Visits begin while there is capacity, end at random times, and wait; a step reserves as soon as enough have ended.
    private static (List<int> TrainedAges, int Dropped) Simulate(int maximumAge, int perStep, int seed, bool overtaking)
    {
        var (random, options) = (new Random(seed), new ScheduleOptions { Mode = ScheduleMode.Async, MaximumAge = maximumAge, ProblemsPerStep = perStep });
        var (running, waiting, ages) = (new List<int>(), new List<int>(), new List<int>());
        var (version, dropped) = (0, 0);
        for (var tick = 0; tick < 400; tick++)
        {
            if (random.Next(2) == 0 && Staleness.Capacity(options, version, running.Count + waiting.Count) > 0) running.Add(version);
            if (running.Count > 0 && random.Next(3) > 0)
            {
                var ended = overtaking ? random.Next(running.Count) : 0;
                waiting.Add(running[ended]);
                running.RemoveAt(ended);
            }

            dropped += waiting.RemoveAll(policy => !Staleness.IsAdmitted(options, policy, version + 1));
            if (waiting.Count < perStep || random.Next(2) == 0) continue;
            ages.AddRange(waiting.Take(perStep).Select(policy => Staleness.AgeAt(policy, version + 1)));
            waiting.RemoveRange(0, perStep);
            version++;
        }

        return (ages, dropped);
    }
}
