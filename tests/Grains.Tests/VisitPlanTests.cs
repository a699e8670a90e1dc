using CsCheck;

namespace Rollouts.Grains.Tests;

public sealed class VisitPlanTests
{
    private const int Problems = 7;

    [Fact]
    public void Every_interruption_leads_to_the_same_visits()
    {
        Gen.Select(Gen.Int[1, 4], Gen.Int[0, 3], Gen.Int[0, 1_000_000]).Sample((interval, offset, chance) =>
        {
            var specification = Specification(interval, offset, replaces: false);
            Assert.Equal(Play(specification, new Random(0), 0), Play(specification, new Random(chance), 0.3));
        }, seed: "0000000000001", iter: 40);
    }

    [Fact]
    public void Replacements_of_degenerate_groups_do_not_depend_on_who_finished_first()
    {
        Gen.Int[0, 1_000_000].Sample(chance =>
        {
            var specification = Specification(1, 0, replaces: true);
            var calm = Play(specification, new Random(0), 0);
            Assert.Contains(calm, visit => visit.Place.Attempt > 0);
            Assert.Equal(calm, Play(specification, new Random(chance), 0.3));
        }, seed: "0000000000001", iter: 40);
    }

    [Fact]
    public void A_problem_is_not_visited_again_before_its_visit_has_ended()
    {
        var plan = new VisitPlan(Specification(10, 0, replaces: false), Problems, new());
        var taken = plan.Take(100, _ => 0, _ => false).Visits;
        Assert.Equal(Problems, taken.Length);
        Assert.Equal(Problems, taken.Select(visit => visit.Problem).Distinct().Count());
        plan.End(taken[0].Place, degenerate: false);
        var more = plan.Take(100, _ => 0, place => taken.Any(visit => visit.Place == place)).Visits;
        Assert.Equal((taken[0].Problem, 1), (Assert.Single(more).Problem, more[0].Ordinal));
    }

    [Fact]
    public void Visits_of_one_lease_are_for_one_version()
    {
        var plan = new VisitPlan(Specification(1, 0, replaces: false), Problems, new());
        var (version, visits) = plan.Take(100, batch => batch, _ => false);
        Assert.Equal(0, version);
        Assert.All(visits, visit => Assert.Equal(0, visit.Place.Batch));
    }

    private static RunSpecification Specification(int interval, int offset, bool replaces) => new()
    {
        Seed = 3, Steps = 6,
        Schedule = new() { ProblemsPerStep = 3, Interval = interval, Offset = offset },
        Advantage = new() { DropDegenerateGroups = replaces },
    };

    // Makes visits in a random order, restarts now and then, and trains when a batch is complete.
    private static List<VisitLease> Play(RunSpecification specification, Random random, double restarts)
    {
        var (experience, made) = (new ExperienceState { Epoch = 1 }, new List<VisitLease>());
        var plan = new VisitPlan(specification, Problems, experience);
        while (experience.ReservedStep < specification.Steps)
        {
            var step = experience.ReservedStep;
            var visits = plan.Take(4, batch => OffPolicySchedule.VersionFor(specification.Schedule, batch) is { } version && version <= step ? version : null, _ => false).Visits;
            if (visits.Length > 0)
            {
                var visit = visits[random.Next(visits.Length)];
                var degenerate = specification.Advantage.DropDegenerateGroups && visit.Index % 3 == 0;
                experience = ExperienceBook.Append(experience, new(visit.Place, visit.Index, new(new($"{visit.Problem}"), visit.Ordinal), new(0, ""), 8, 8, [], degenerate, []), specification.Schedule).State;
                plan.End(visit.Place, degenerate);
                made.Add(visit);
            }

            experience = ExperienceBook.Reserve(experience, 1, step + 1, 3).State;
            if (random.NextDouble() < 0.2) experience = ExperienceBook.Commit(experience, 1, experience.ReservedStep).State;
            if (random.NextDouble() < restarts) plan = new(specification, Problems, experience);
        }

        return [.. made.OrderBy(visit => visit.Place.Order)];
    }
}
