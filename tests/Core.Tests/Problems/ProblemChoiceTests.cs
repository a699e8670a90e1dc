using CsCheck;
using Rollouts.Core.Problems;

namespace Rollouts.Core.Tests.Problems;

public sealed class ProblemChoiceTests
{
    [Fact]
    public void Every_epoch_visits_every_problem_once() =>
        Gen.Select(Gen.Int[1, 700], Gen.ULong, Gen.Int[0, 5]).Sample(
            (count, seed, epoch) =>
            {
                var visits = Enumerable.Range(0, count).Select(place => ProblemChoice.At(seed, count, (long)epoch * count + place)).ToArray();
                return visits.Select(visit => visit.Problem).Order().SequenceEqual(Enumerable.Range(0, count)) && visits.All(visit => visit.Ordinal == epoch);
            }, seed: "0000KTw1Wx50", iter: 300);

    [Fact]
    public void The_order_differs_between_epochs_and_between_seeds()
    {
        int[] Order(ulong seed, int epoch) => [.. Enumerable.Range(0, 100).Select(place => ProblemChoice.At(seed, 100, epoch * 100L + place).Problem)];
        Assert.NotEqual(Order(1, 0), Order(1, 1));
        Assert.NotEqual(Order(1, 0), Order(2, 0));
        Assert.Equal(Order(1, 3), Order(1, 3));
    }

    [Fact]
    public void First_places_are_spread_evenly_over_the_problems()
    {
        var counts = new int[20];
        for (var seed = 0UL; seed < 20_000; seed++) counts[ProblemChoice.At(seed, 20, 0).Problem]++;
        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void A_hundred_thousand_problems_need_no_list()
    {
        var visits = Enumerable.Range(0, 100_000).Select(place => ProblemChoice.At(5, 100_000, problemsPerStep: 16, place / 16, place % 16).Problem);
        Assert.Equal(100_000, visits.Distinct().Count());
    }
}
