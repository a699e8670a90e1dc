using System.Text.Json;
using System.Text.Json.Nodes;
using Rollouts.Core.Hints;
using Rollouts.Core.Problems;
using Rollouts.Core.Tokenization;
using Rollouts.Core.Tokenization.HuggingFace;
using Rollouts.Core.Weights;
using Rollouts.Support;

namespace Rollouts.Core.Tests.Tokenization;

/// <summary>A small checkpoint's tokenizer, written by the test: letters, one merge, a word that begins and one that ends.</summary>
public sealed class HuggingFaceTokenizerTests : IDisposable
{
    private const string Template = "{% for m in messages %}{{ bos_token }}{{ m.role }}:{{ m.content }};{% endfor %}{{ eos_token }}";

    private readonly string _folder = Directory.CreateTempSubdirectory("checkpoint").FullName;

    [Fact]
    public void Special_tokens_are_found_and_give_no_text()
    {
        var tokenizer = Load();
        Assert.Equal([1, 3, 2], tokenizer.Encode("<s>ab</s>"));
        Assert.Equal("ab", tokenizer.Decode([1, 3, 2, 4]));
        Assert.Equal((2, ITokenizer.NoId, 6), (tokenizer.EndId, tokenizer.PaddingId, tokenizer.VocabularySize));
    }

    [Fact]
    public void A_sequence_begins_with_the_post_processors_tokens_but_not_twice()
    {
        var tokenizer = Load();
        Assert.Equal([3], tokenizer.Encode("ab"));
        Assert.Equal([1, 3], tokenizer.EncodePrompt("ab"));
        Assert.Equal([1, 3], tokenizer.EncodePrompt("<s>ab"));
    }

    [Theory]
    [InlineData(true, new[] { 1, 3 })]
    [InlineData(false, new[] { 3 })]
    public void A_configuration_decides_whether_the_beginning_is_put_there(bool isAdded, int[] expected)
    {
        var tokenizer = Load(config: config => config["add_bos_token"] = isAdded);
        Assert.Equal(expected, tokenizer.EncodePrompt("ab"));
    }

    [Fact]
    public void Every_end_of_the_generation_config_ends_an_answer()
    {
        Write("generation_config.json", """{"eos_token_id": [4, 2]}""");
        Assert.Equal([2, 4], Load().EndIds);
    }

    [Fact]
    public void A_checkpoint_without_an_end_is_refused() =>
        Assert.Contains("ends an answer", Assert.Throws<InvalidInputException>(() => Load(config: config => config.Remove("eos_token"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("normalizer", """{"type":"Precompiled","precompiled_charsmap":""}""", "normalizer is a Precompiled")]
    [InlineData("pre_tokenizer", """{"type":"UnicodeScripts"}""", "pre_tokenizer is a UnicodeScripts")]
    [InlineData("pre_tokenizer", """{"type":"Split","pattern":{"Regex":"\\p{Klingon}"},"behavior":"Isolated","invert":false}""", "Klingon is not known")]
    [InlineData("pre_tokenizer", """{"type":"Split","pattern":{"Regex":"(a)\\1"},"behavior":"Isolated","invert":false}""", "\\1 is not supported")]
    [InlineData("pre_tokenizer", """{"type":"Split","pattern":{"String":"a"},"behavior":"Sideways","invert":false}""", "behavior is Sideways")]
    [InlineData("pre_tokenizer", """{"type":"ByteLevel","add_prefix_space":false,"shuffle":true}""", "shuffle")]
    [InlineData("decoder", """{"type":"CTC"}""", "decoder is a CTC")]
    [InlineData("post_processor", """{"type":"Unheard"}""", "post_processor is a Unheard")]
    [InlineData("model", """{"type":"Unigram","vocab":[]}""", "model is a Unigram")]
    [InlineData("model", """{"type":"BPE","vocab":{"a":0},"merges":[["a","b"]]}""", "needs the token \"b\"")]
    [InlineData("model", """{"type":"BPE","vocab":{"a":0},"merges":[],"dropout":0.1}""", "dropout is 0.1")]
    [InlineData("flavour", """{"x":1}""", "flavour")]
    public void What_could_change_ids_and_is_not_known_is_named(string part, string json, string expected)
    {
        var error = Assert.Throws<InvalidInputException>(() => Load(tokenizer => tokenizer[part] = JsonNode.Parse(json)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused_with_its_place() =>
        Assert.Contains("U+D83D) at place 1", Assert.Throws<ArgumentException>(() => Load().Encode("a\ud83d")).Message, StringComparison.Ordinal);

    [Fact]
    public void Saving_copies_every_file_unchanged()
    {
        Write("special_tokens_map.json", "{ \"eos_token\" :{\"content\": \"</s>\"}}\r\n");
        Write("chat_template.jinja", Template);
        Write(Path.Combine("chat_templates", "rag.jinja"), "{{ documents }}");
        var tokenizer = Load();
        var copy = Path.Combine(_folder, "copy");
        tokenizer.Save(copy);
        var names = Directory.EnumerateFiles(copy, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(copy, path)).ToArray();
        Assert.Equal(5, names.Length);
        Assert.All(names, name => Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, name)), File.ReadAllBytes(Path.Combine(copy, name))));
        Assert.Equal(tokenizer.Encode("abab"), TokenizerFile.Load(copy).Encode("abab"));
    }

    [Theory]
    [InlineData("chat_template.jinja")]
    [InlineData("tokenizer_config.json")]
    [InlineData("a list")]
    public void A_chat_template_is_found_wherever_it_is(string place)
    {
        if (place.EndsWith(".jinja", StringComparison.Ordinal)) Write(place, Template);
        JsonNode? inConfig = place switch
        {
            "tokenizer_config.json" => Template,
            "a list" => new JsonArray(new JsonObject { ["name"] = "tool_use", ["template"] = "x" }, new JsonObject { ["name"] = "default", ["template"] = Template }),
            _ => null,
        };
        var tokenizer = Load(config: config => config["chat_template"] = inConfig);
        var model = new ModelOptions { Template = PromptKind.Chat, SystemPrompt = "be", Path = _folder };
        Assert.Equal("<s>system:be;<s>user:ab;</s>", Prompt.Text(tokenizer, model, "ab"));
    }

    [Fact]
    public void Without_a_template_a_chat_is_refused() => Assert.Contains(
        "no chat template", Assert.Throws<InvalidInputException>(() => Prompt.Text(Load(), new ModelOptions { Template = PromptKind.Chat }, "ab")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_whole_golden_checkpoint_gives_the_references_prompts()
    {
        var golden = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Repository.RequireGolden("tiny-llama-gsm8k", "golden.json")));
        var tokenizer = TokenizerFile.Load(Repository.RequireGolden("tiny-llama-gsm8k"));
        var model = new ModelOptions { Template = PromptKind.Chat };
        foreach (var answer in golden.GetProperty("greedy").EnumerateArray())
        {
            var statement = answer.GetProperty("messages")[0].GetProperty("content").GetString()!;
            Assert.Equal(answer.GetProperty("rendered").GetString(), Prompt.Text(tokenizer, model, statement));
            var problem = new Problem(new("jsonl/train/1"), statement, ["1"], "1", []);
            Assert.Equal(answer.GetProperty("prompt_ids").Deserialize<int[]>(), Prompt.Build(tokenizer, model, problem));
            Assert.StartsWith(answer.GetProperty("text").GetString()!.Trim(), tokenizer.Decode(answer.GetProperty("new_ids").Deserialize<int[]>()!).Trim(), StringComparison.Ordinal);
        }

        foreach (var document in golden.GetProperty("documents").EnumerateArray())
        {
            int[] ids = [.. tokenizer.EncodePrompt(document.GetProperty("text").GetString()!), tokenizer.EndId];
            Assert.Equal(document.GetProperty("ids").Deserialize<int[]>(), ids);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ITokenizer Load(Action<JsonObject>? tokenizer = null, Action<JsonObject>? config = null)
    {
        var file = JsonNode.Parse("""
            {"added_tokens":[{"id":1,"content":"<s>","special":true,"normalized":false},{"id":2,"content":"</s>","special":true,"normalized":false},
              {"id":4,"content":"<end>","special":true,"normalized":false}],
             "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],"pair":[],
              "special_tokens":{"<s>":{"id":"<s>","ids":[1],"tokens":["<s>"]}}},
             "decoder":{"type":"Fuse"},"model":{"type":"BPE","vocab":{"a":0,"<s>":1,"</s>":2,"ab":3,"<end>":4,"b":5},"merges":["a b"]}}
            """)!.AsObject();
        tokenizer?.Invoke(file);
        Write("tokenizer.json", file.ToJsonString());
        var configuration = new JsonObject { ["bos_token"] = "<s>", ["eos_token"] = new JsonObject { ["content"] = "</s>" } };
        config?.Invoke(configuration);
        Write("tokenizer_config.json", configuration.ToJsonString());
        return TokenizerFile.Load(_folder);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
