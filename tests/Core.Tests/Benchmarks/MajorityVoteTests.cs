using Rollouts.Core.Benchmarks;

namespace Rollouts.Core.Tests.Benchmarks;

public sealed class MajorityVoteTests
{
    [Theory]
    [InlineData("+ + 3", 1)]
    [InlineData("+ 3 3", 0)]
    [InlineData("+ 3 03 3.0", 0)] // the wrong ones mean the same
    [InlineData("+ 3 4", 1.0 / 3)]
    [InlineData("+ + 3 3", 0.5)]
    [InlineData("3 3 + +", 0.5)] // no order helps
    [InlineData("+ - - -", 1)] // a text without an answer has no vote
    [InlineData("- - -", 0)]
    [InlineData("3 3 4 4", 0)]
    public void The_answer_that_most_give_counts_and_ties_are_shared(string words, double expected) =>
        Assert.Equal(expected, MajorityVote.Estimate(Answers.Of("p", words), words.Split(' ').Length, AreEqual), 12);

    [Theory]
    [InlineData("+ 3 3 3", 1, 0.25)] // maj@1 is avg
    [InlineData("+ + 3 3", 2, 0.5)]
    [InlineData("+ 3 + 3", 2, 0.5)]
    [InlineData("+ + 3 3 3", 2, 0.5)] // the fifth is in no whole block
    public void Fewer_than_all_is_the_mean_over_blocks(string words, int k, double expected) =>
        Assert.Equal(expected, MajorityVote.Estimate(Answers.Of("p", words), k, AreEqual), 12);

    [Fact]
    public void The_mean_over_many_problems_is_the_probability_that_a_majority_of_three_is_right()
    {
        // Each answer is right with 0.6, else one of two wrong ones with 0.2 each: right are +++ and the + + x (0.648 in all), and a third of the three-way ties.
        var random = new Random(1);
        var problems = Enumerable.Range(0, 20_000).Select(place => string.Join(' ', Enumerable.Range(0, 3).Select(_ => random.NextDouble() switch { < 0.6 => "+", < 0.8 => "3", _ => "4" })));
        var expected = 0.648 + 6 * 0.6 * 0.2 * 0.2 / 3;
        Assert.Equal(expected, problems.Average(words => MajorityVote.Estimate(Answers.Of("p", words), 3, AreEqual)), 0.01);
    }

    [Fact]
    public void More_than_there_are_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => MajorityVote.Estimate(Answers.Of("p", "+"), 2, AreEqual));

    private static bool AreEqual(string one, string other) => double.Parse(one, System.Globalization.CultureInfo.InvariantCulture) == double.Parse(other, System.Globalization.CultureInfo.InvariantCulture);
}
