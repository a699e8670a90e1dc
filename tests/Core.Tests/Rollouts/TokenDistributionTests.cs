using Rollouts.Core.Rollouts;
using Rollouts.Core.Tokenization;

namespace Rollouts.Core.Tests.Rollouts;

public sealed class TokenDistributionTests
{
    [Theory]
    [InlineData(7, new[] { 2 }, new[] { 7 })]
    [InlineData(2, new[] { 2 }, new int[0])]
    [InlineData(3, new[] { 2, 3 }, new int[0])]
    [InlineData(ITokenizer.NoId, new[] { 2 }, new int[0])]
    public void Padding_is_never_drawn_unless_it_ends_an_answer_or_there_is_none(int padding, int[] ends, int[] expected) =>
        Assert.Equal(expected, TokenDistribution.NeverDrawn(new Named(padding, ends)));

    [Theory]
    [InlineData(0.7, 0.7)]
    [InlineData(0, 1)]
    public void Greedy_sampling_has_the_distribution_of_temperature_one(double temperature, double expected) =>
        Assert.Equal(expected, TokenDistribution.Of(new Named(0, [1]), new() { Temperature = temperature }).Temperature);

    private sealed class Named(int padding, int[] ends) : ITokenizer
    {
        public int VocabularySize => 10;

        public int EndId => ends[0];

        public IReadOnlyList<int> EndIds => ends;

        public int PaddingId => padding;

        public int[] Encode(string text) => throw new NotSupportedException();

        public string Decode(ReadOnlySpan<int> ids) => throw new NotSupportedException();

        public void Save(string folder) => throw new NotSupportedException();
    }
}
