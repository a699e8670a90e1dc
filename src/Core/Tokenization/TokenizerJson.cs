using System.Text.Json.Nodes;

namespace Rollouts.Core.Tokenization;

/// <summary>The content of <c>tokenizer.json</c>.</summary>
internal static class TokenizerJson
{
    /// <summary>Describes a tokenizer.</summary>
    /// <param name="symbols">Tokens from id 2 on, in order of their ids.</param>
    /// <param name="merges">Pairs of symbols, the first merged first.</param>
    /// <param name="isByteLevel">Whether symbols stand for bytes.</param>
    public static JsonObject Describe(IEnumerable<string> symbols, IEnumerable<(string Left, string Right)> merges, bool isByteLevel)
    {
        var vocabulary = new JsonObject { [TokenizerFile.PaddingToken] = TokenizerFile.PaddingId, [TokenizerFile.EndToken] = TokenizerFile.EndId };
        foreach (var symbol in symbols) vocabulary[symbol] = vocabulary.Count;
        return new()
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray(Special(TokenizerFile.PaddingId, TokenizerFile.PaddingToken), Special(TokenizerFile.EndId, TokenizerFile.EndToken)),
            ["normalizer"] = null,
            ["pre_tokenizer"] = isByteLevel ? ByteLevelSplit() : null,
            ["post_processor"] = null,
            ["decoder"] = isByteLevel ? ByteLevel() : new JsonObject { ["type"] = "Fuse" },
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray([.. merges.Select(merge => new JsonArray(merge.Left, merge.Right))]),
            },
        };
    }

    /// <summary>Whether a file is one that <see cref="Describe"/> made: its first tokens say so.</summary>
    public static bool IsOwn(JsonObject file) =>
        (file["model"] as JsonObject)?["vocab"] is JsonObject vocabulary && Is(vocabulary, TokenizerFile.PaddingToken, TokenizerFile.PaddingId)
        && Is(vocabulary, TokenizerFile.EndToken, TokenizerFile.EndId);

    /// <summary>The tokenizer that a description means.</summary>
    public static ITokenizer Read(JsonObject file)
    {
        var model = file["model"]!.AsObject();
        string[] tokens = [.. model["vocab"]!.AsObject().OrderBy(entry => (int)entry.Value!).Select(entry => entry.Key)];
        if (file["pre_tokenizer"] is null) return new CharacterTokenizer(string.Concat(tokens[TokenizerFile.FirstTextId..]));
        var merges = model["merges"]!.AsArray().Select(merge => ((string)merge![0]!, (string)merge[1]!)).ToArray();
        return merges.Length == 0 ? new ByteTokenizer() : BpeTokenizer.FromSymbols(merges);
    }

    private static bool Is(JsonObject vocabulary, string token, int id) => vocabulary[token] is JsonValue value && value.TryGetValue(out int known) && known == id;

    private static JsonObject ByteLevelSplit() => new()
    {
        ["type"] = "Sequence",
        ["pretokenizers"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = WordPattern.Text }, ["behavior"] = "Isolated", ["invert"] = false,
            },
            ByteLevel()),
    };

    private static JsonObject ByteLevel() => new()
    {
        ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = false, ["use_regex"] = false,
    };

    private static JsonObject Special(int id, string content) => new()
    {
        ["id"] = id, ["content"] = content, ["single_word"] = false, ["lstrip"] = false, ["rstrip"] = false, ["normalized"] = false, ["special"] = true,
    };
}
