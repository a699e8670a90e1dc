using CsCheck;
using Rollouts.Core.Advantages;

namespace Rollouts.Core.Tests.Advantages;

public sealed class GroupAdvantageTests
{
    private static readonly Gen<double[]> Rewards = Gen.Double[0, 1].Array[2, 12];

    [Theory]
    [InlineData(AdvantageScale.None, 0, 0.5, -0.5)]
    [InlineData(AdvantageScale.PopulationDeviation, 0, 1, -1)]
    [InlineData(AdvantageScale.SampleDeviation, 0, 0.8660254, -0.8660254)]
    [InlineData(AdvantageScale.LeaveOneOut, 0, 0.6666667, -0.6666667)]
    [InlineData(AdvantageScale.MeanReward, 0, 1, -1)]
    [InlineData(AdvantageScale.None, 0.1, 0.6, -0.4)]
    public void Half_right_under_each_scale(AdvantageScale scale, double shift, double right, double wrong)
    {
        var credit = One(new() { Scale = scale, BaselineShift = shift, StandardDeviationEpsilon = 1e-9 }, 1, 0, 0, 1);
        AssertClose([right, wrong, wrong, right], credit.Advantages[0]);
    }

    [Fact]
    public void One_right_of_four_under_mean_reward_and_leave_one_out()
    {
        AssertClose([3, -1, -1, -1], One(new() { Scale = AdvantageScale.MeanReward }, 1, 0, 0, 0).Advantages[0]);
        AssertClose([1, -1.0 / 3, -1.0 / 3, -1.0 / 3], One(new() { Scale = AdvantageScale.LeaveOneOut }, 1, 0, 0, 0).Advantages[0]);
    }

    [Theory]
    [InlineData(AdvantageScale.None)]
    [InlineData(AdvantageScale.PopulationDeviation)]
    [InlineData(AdvantageScale.SampleDeviation)]
    [InlineData(AdvantageScale.MeanReward)]
    [InlineData(AdvantageScale.LeaveOneOut)]
    public void Centring_gives_advantages_that_sum_to_zero(AdvantageScale scale) => Rewards.Sample(rewards =>
        Assert.Equal(0, One(new() { Scale = scale }, rewards).Advantages[0].Sum(), 1e-7), seed: "0N0XIzNsQ0O2", iter: 500);

    [Theory]
    [InlineData(AdvantageScale.None)]
    [InlineData(AdvantageScale.PopulationDeviation)]
    [InlineData(AdvantageScale.SampleDeviation)]
    [InlineData(AdvantageScale.LeaveOneOut)]
    public void A_constant_added_to_every_reward_changes_nothing(AdvantageScale scale) => Gen.Select(Rewards, Gen.Double[-5, 5]).Sample((rewards, constant) =>
        AssertClose(One(new() { Scale = scale, StandardDeviationEpsilon = 0.01 }, rewards).Advantages[0],
            One(new() { Scale = scale, StandardDeviationEpsilon = 0.01 }, [.. rewards.Select(reward => reward + constant)]).Advantages[0]), seed: "0N0XIzNsQ0O2", iter: 500);

    [Fact]
    public void Advantages_follow_their_rewards_through_a_permutation() => Gen.Select(Rewards, Gen.Int[0, 1000]).Sample((rewards, seed) =>
    {
        var places = Enumerable.Range(0, rewards.Length).ToArray();
        new Random(seed).Shuffle(places);
        var straight = One(new(), rewards).Advantages[0];
        AssertClose([.. places.Select(place => straight[place])], One(new(), [.. places.Select(place => rewards[place])]).Advantages[0]);
    }, seed: "0N0XIzNsQ0O2", iter: 500);

    [Fact]
    public void The_scope_says_who_shares_a_baseline()
    {
        RewardedRound[] rounds = [new(4, [1, 1]), new(2, [1, 0]), new(4, [0, 0])];
        double[] Flat(BaselineScope scope) => [.. GroupAdvantage.Credit(new() { Baseline = scope }, rounds, 1).Advantages.SelectMany(round => round)];
        AssertClose([0.5, 0.5, 0.5, -0.5, -0.5, -0.5], Flat(BaselineScope.Visit));
        AssertClose([0, 0, 0.5, -0.5, 0, 0], Flat(BaselineScope.Round));
        AssertClose([0.5, 0.5, 0.5, -0.5, -0.5, -0.5], Flat(BaselineScope.HintLength));
        AssertClose([0.25, 0.25, 0, 0, -0.75, 0.25], [.. GroupAdvantage.Credit(new() { Baseline = BaselineScope.HintLength },
            [new(4, [1, 1]), new(2, [1, 1]), new(4, [0, 1])], 1).Advantages.SelectMany(round => round)]);
    }

    [Theory]
    [InlineData(AdvantageScale.None)]
    [InlineData(AdvantageScale.PopulationDeviation)]
    [InlineData(AdvantageScale.SampleDeviation)]
    [InlineData(AdvantageScale.LeaveOneOut)]
    public void A_group_of_one_has_no_advantage_rather_than_its_raw_reward(AdvantageScale scale)
    {
        var credit = One(new() { Scale = scale, BaselineShift = 0.1 }, 1);
        Assert.Equal([0.0], credit.Advantages[0]);
        Assert.True(credit.IsDegenerate);
    }

    [Fact]
    public void A_verifier_error_is_dropped_and_never_counts_as_a_reward()
    {
        var credit = One(new(), 1, double.NaN, 0);
        AssertClose([0.5, 0, -0.5], credit.Advantages[0]);
        Assert.Equal([null, "verifier_error", null], credit.Dropped[0]);
        Assert.True(double.IsNaN(credit.Rewards[0][1]));
    }

    [Fact]
    public void A_visit_without_any_verdict_is_degenerate_and_all_dropped()
    {
        var credit = One(new() { DropDegenerateGroups = true }, double.NaN, double.NaN);
        Assert.True(credit.IsDegenerate);
        Assert.All(credit.Dropped[0], reason => Assert.Equal("verifier_error", reason));
    }

    [Fact]
    public void All_right_is_degenerate_and_dropped_only_if_asked()
    {
        Assert.All(One(new(), 1, 1, 1).Dropped[0], Assert.Null);
        Assert.All(One(new() { DropDegenerateGroups = true }, 1, 1, 1).Dropped[0], reason => Assert.Equal("degenerate_group", reason));
        Assert.False(One(new() { DropDegenerateGroups = true }, 1, 0).IsDegenerate);
    }

    [Fact]
    public void Red_drop_takes_out_exactly_the_surplus_below_the_mean_and_centres_anew() => Gen.Select(Gen.Int[0, 1].Array[2, 16], Gen.ULong).Sample((bits, seed) =>
    {
        var rewards = bits.Select(bit => (double)bit).ToArray();
        var credit = GroupAdvantage.Credit(new() { DropSurplusNegatives = true }, [new(0, rewards)], seed);
        var (right, wrong) = (rewards.Count(reward => reward == 1), rewards.Count(reward => reward == 0));
        var expected = right == 0 ? 0 : Math.Max(0, wrong - right);
        Assert.Equal(expected, credit.Dropped[0].Count(reason => reason == "red_drop"));
        for (var index = 0; index < rewards.Length; index++)
            if (credit.Dropped[0][index] is not null) Assert.Equal((0.0, 0.0), (rewards[index], credit.Advantages[0][index]));
        Assert.Equal(0, credit.Advantages[0].Sum(), 1e-12);
    }, seed: "0N0XIzNsQ0O2", iter: 500);

    [Fact]
    public void Red_drop_is_uniform_over_the_negatives_and_the_same_for_the_same_seed()
    {
        var counts = new int[4];
        for (ulong seed = 0; seed < 3000; seed++)
        {
            var credit = GroupAdvantage.Credit(new() { DropSurplusNegatives = true }, [new(0, [1, 0, 0, 0])], seed);
            Assert.Equal(credit.Dropped[0], GroupAdvantage.Credit(new() { DropSurplusNegatives = true }, [new(0, [1, 0, 0, 0])], seed).Dropped[0]);
            for (var index = 0; index < 4; index++)
                if (credit.Dropped[0][index] is not null) counts[index]++;
        }

        Assert.Equal(0, counts[0]);
        Assert.All(counts[1..], count => Assert.InRange(count, 1850, 2150));
    }

    [Theory]
    [InlineData(80, 0)]
    [InlineData(90, -0.5)]
    [InlineData(100, -1)]
    [InlineData(120, -1)]
    public void Overlong_answers_lose_up_to_one(int tokenCount, double punishment) =>
        Assert.Equal(punishment, GroupAdvantage.OverlongPunishment(tokenCount, 100, 20), 1e-12);

    [Fact]
    public void Overlong_shaping_lowers_the_reward_and_needs_token_counts()
    {
        var credit = GroupAdvantage.Credit(new() { OverlongBuffer = 20 }, [new(0, [1, 1], [50, 90])], 1, maximumTokens: 100);
        AssertClose([1, 0.5], credit.Rewards[0]);
        AssertClose([0.25, -0.25], credit.Advantages[0]);
        Assert.Throws<ArgumentException>(() => GroupAdvantage.Credit(new() { OverlongBuffer = 20 }, [new(0, [1, 1])], 1, 100));
    }

    private static GroupCredit One(AdvantageOptions options, params double[] rewards) => GroupAdvantage.Credit(options, [new(0, rewards)], 1);

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var index = 0; index < expected.Length; index++) Assert.Equal(expected[index], actual[index], 1e-6);
    }
}
