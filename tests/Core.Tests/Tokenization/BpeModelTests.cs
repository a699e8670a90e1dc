using System.Text.Json;
using CsCheck;
using Rollouts.Core.Tokenization.HuggingFace;

namespace Rollouts.Core.Tests.Tokenization;

public sealed class BpeModelTests
{
    private static readonly Gen<string> Words = Gen.String[Gen.Char["abc▁xé"], 0, 60];

    [Theory]
    [InlineData("\"unk_token\":\"?\",\"fuse_unk\":true")]
    [InlineData("\"unk_token\":\"?\"")]
    [InlineData("\"unk_token\":null")]
    [InlineData("\"unk_token\":\"?\",\"byte_fallback\":true")]
    public void Cutting_a_text_where_no_merge_reaches_over_changes_nothing(string options)
    {
        var vocabulary = Vocabulary(options);
        Words.Sample(word => Cut(vocabulary, word).SequenceEqual(new BpeMerger(vocabulary, BpeSymbols.Of(vocabulary, word)).Run()), seed: "0000KTw1Wx61");
    }

    [Theory]
    [InlineData("ab▁a", new[] { 5, 6 })]
    [InlineData("aaa", new[] { 7, 0 })]
    [InlineData("xx", new[] { 4 })]
    public void The_lowest_rank_is_merged_first_and_the_leftmost_of_equals(string word, int[] expected) =>
        Assert.Equal(expected, Cut(Vocabulary("\"unk_token\":\"?\",\"fuse_unk\":true"), word));

    private static BpeVocabulary Vocabulary(string options) => new(new(JsonSerializer.Deserialize<JsonElement>(
        $$"""{"type":"BPE","vocab":{"a":0,"b":1,"c":2,"▁":3,"?":4,"ab":5,"▁a":6,"aa":7,"c▁":8,"abc▁":9},"merges":["a b","▁ a","a a","c ▁","ab c▁"],{{options}}}"""), "model"));

    private static List<int> Cut(BpeVocabulary vocabulary, string word)
    {
        var ids = new List<int>();
        new BpeModel(vocabulary, isByteLevel: false).Encode(word, ids);
        return ids;
    }
}
