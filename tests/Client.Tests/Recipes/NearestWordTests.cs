using Rollouts.Client.Recipes;

namespace Rollouts.Client.Tests.Recipes;

public sealed class NearestWordTests
{
    [Theory]
    [InlineData("rouds", "rounds")]
    [InlineData("Rounds", "rounds")]
    [InlineData("rollouts_per_roud", "rollouts_per_round")]
    [InlineData("zebra", null)]
    public void A_near_word_is_suggested_and_a_far_one_is_not(string word, string? expected) =>
        Assert.Equal(expected, NearestWord.Of(word, ["rounds", "rollouts_per_round", "unit"]));

    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("same", "same", 0)]
    public void The_distance_counts_single_edits(string left, string right, int edits) => Assert.Equal(edits, NearestWord.Distance(left, right));
}
