using System.Text;
using CsCheck;
using Rollouts.Core.Hints;
using Rollouts.Core.Problems;
using Rollouts.Core.Tokenization;
using Rollouts.Core.Weights;
using Rollouts.Support;

namespace Rollouts.Core.Tests.Tokenization;

public sealed class TokenizerTests
{
    private static readonly string[] Texts =
    [
        "Natalia sold 48/2 = <<48/2=24>>24 clips in May.\nNatalia sold 48+24 = <<48+24=72>>72 clips altogether.\n#### 72",
        "Weng earns 12/60 = $<<12/60=0.2>>0.2 per minute. How much did she earn? She earned the money in May.",
    ];

    private static readonly string[] Rare = ["😀a", "x😀 y", "日本 語", "\r\n\r\n  #### 1,234", "e\u0301", "\0\u2028", "!😀a  b"];

    private static readonly BpeTokenizer Bpe = BpeTrainer.Train(Texts, 300);

    private static readonly Gen<string> AnyText =
        Gen.OneOf(Gen.String, Gen.String[Gen.Char[" \n\r\tab1$é"], 0, 40], 
            Gen.Int[0, Rare.Length - 1].Select(place => Rare[place])).Where(text => !HasHalfPair(text));

    [Fact]
    public void Bytes_come_back_as_they_were() => AnyText.Sample(text => Decoded(new ByteTokenizer(), text) == text, seed: "0000KTw1Wx51");

    [Fact]
    public void Pairs_of_bytes_come_back_as_they_were() => AnyText.Sample(text => Decoded(Bpe, text) == text, seed: "0000KTw1Wx52");

    [Fact]
    public void Characters_come_back_as_they_were() =>
        Gen.String[Gen.Char["0123456789rimd>: "], 0, 60].Sample(
            text => Decoded(new CharacterTokenizer("0123456789rimd>: "), text) == text, seed: "0000KTw1Wx53");

    [Fact]
    public void No_text_has_the_ids_that_pad_or_end() =>
        AnyText.Sample(text => new ITokenizer[] { new ByteTokenizer(), Bpe }.All(tokenizer =>
            tokenizer.Encode(text + "<|end|><|padding|>").All(id => id != tokenizer.EndId && id != tokenizer.PaddingId && id < tokenizer.VocabularySize)),
            seed: "0000KTw1Wx54");

    [Fact]
    public void Special_tokens_give_no_text()
    {
        foreach (var tokenizer in new ITokenizer[] { new ByteTokenizer(), Bpe, new CharacterTokenizer("ab") })
        {
            Assert.NotEqual(tokenizer.EndId, tokenizer.PaddingId);
            Assert.Equal("ab", tokenizer.Decode([.. tokenizer.Encode("a"), tokenizer.PaddingId, .. tokenizer.Encode("b"), tokenizer.EndId]));
        }
    }

    [Fact]
    public void A_character_outside_the_alphabet_is_named_with_its_place()
    {
        var error = Assert.Throws<ArgumentException>(() => new CharacterTokenizer("ab").Encode("abc"));
        Assert.Contains("\"c\" (U+0063) at place 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused() => Assert.ThrowsAny<ArgumentException>(() => new ByteTokenizer().Encode("a\ud83d"));

    [Fact]
    public void Merges_shorten_the_text_they_were_learnt_from()
    {
        var counts = new[] { 258, 270, 300, 340 }.Select(size => BpeTrainer.Train(Texts, size).Encode(Texts[0]).Length).ToArray();
        Assert.Equal(counts.OrderDescending(), counts);
        Assert.True(counts[^1] < counts[0] * 0.7, $"{counts[^1]} tokens of {counts[0]} bytes are left.");
    }

    [Fact]
    public void The_most_frequent_pair_is_merged_first_and_digits_stay_apart()
    {
        var tokenizer = BpeTrainer.Train(["low low low lower 1212121212"], 260);
        Assert.Equal(["lo", "low"], new[] { 258, 259 }.Select(id => tokenizer.Decode([id])));
        Assert.Equal(10, tokenizer.Encode("1212121212").Length);
    }

    [Fact]
    public void The_same_texts_train_the_same_tokenizer() =>
        Assert.Equal(Bpe.Encode(Texts[1] + Texts[0]), BpeTrainer.Train(Texts, 300).Encode(Texts[1] + Texts[0]));

    [Fact]
    public void A_saved_tokenizer_is_the_same_when_read_back()
    {
        var folder = Directory.CreateTempSubdirectory("tokenizer").FullName;
        try
        {
            foreach (var tokenizer in new ITokenizer[] { new ByteTokenizer(), Bpe, new CharacterTokenizer("dcba \n\"\\") })
            {
                tokenizer.Save(folder);
                var read = TokenizerFile.Load(folder);
                Assert.Equal(tokenizer.GetType(), read.GetType());
                Assert.Equal(tokenizer.VocabularySize, read.VocabularySize);
                Assert.Equal((tokenizer.EndId, tokenizer.PaddingId), (read.EndId, read.PaddingId));
                var text = tokenizer is CharacterTokenizer ? "ab \"\\\nd" : Texts[0] + "é日";
                Assert.Equal(tokenizer.Encode(text), read.Encode(text));
                Assert.Equal(text, read.Decode(tokenizer.Encode(text)));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(null, "is missing")]
    [InlineData("{", "is not a tokenizer")]
    [InlineData("[]", "is not a tokenizer")]
    [InlineData("{\"model\":{\"vocab\":{\"a\":0,\"b\":1}}}", "model.merges is missing")]
    public void A_damaged_file_is_refused(string? content, string expected)
    {
        var folder = Directory.CreateTempSubdirectory("tokenizer").FullName;
        try
        {
            if (content is not null) File.WriteAllText(Path.Combine(folder, "tokenizer.json"), content);
            Assert.Contains(expected, Assert.Throws<InvalidInputException>(() => TokenizerFile.Load(folder)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("characters", typeof(CharacterTokenizer), 18)]
    [InlineData("bytes", typeof(ByteTokenizer), 258)]
    [InlineData("bpe:260", typeof(BpeTokenizer), 258)]
    public void A_recipe_names_its_tokenizer(string name, Type type, int size)
    {
        var tokenizer = Tokenizers.Create(new ModelOptions { Tokenizer = name }, ProblemSets.Load(new()));
        Assert.IsType(type, tokenizer);
        Assert.Equal(size, tokenizer.VocabularySize);
    }

    [Theory]
    [InlineData("bpe:200")]
    [InlineData("bpe:x")]
    [InlineData("words")]
    public void An_unknown_tokenizer_is_refused(string name) =>
        Assert.Contains(name, Assert.Throws<InvalidInputException>(
            () => Tokenizers.Create(new ModelOptions { Tokenizer = name }, ProblemSets.Load(new()))).Message, StringComparison.Ordinal);

    [Fact]
    public void The_characters_of_the_prompt_template_belong_to_the_alphabet()
    {
        var model = new ModelOptions { PromptTemplate = "Q {statement}\n" };
        var set = ProblemSets.Load(new());
        var text = Prompt.Text(model, set.Train[0].Statement);
        Assert.Equal(text, Decoded(Tokenizers.Create(model, set), text));
    }

    [Fact]
    public void Gsm8k_is_learnt_and_comes_back_as_it_was()
    {
        var lines = File.ReadLines(Repository.RequireData("gsm8k", "test.jsonl")).ToArray();
        var tokenizer = BpeTrainer.Train(lines, 1024);
        Assert.Equal(1024, tokenizer.VocabularySize);
        Assert.All(lines, line => Assert.Equal(line, Decoded(tokenizer, line)));
    }

    private static bool HasHalfPair(string text) => text.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar);

    private static string Decoded(ITokenizer tokenizer, string text) => tokenizer.Decode(tokenizer.Encode(text));
}
