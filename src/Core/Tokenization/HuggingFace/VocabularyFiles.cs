using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>The older layout, <c>vocab.json</c> and <c>merges.txt</c>, written as the <c>tokenizer.json</c> that its tokenizer class means.</summary>
internal static class VocabularyFiles
{
    private const string EndOfText = "<|endoftext|>";
    /// <summary>The expression of Qwen2Tokenizer.</summary>
    public const string Qwen2Pattern = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>The <c>tokenizer.json</c> that the files mean.</summary>
    /// <exception cref="InvalidInputException">The class is not known, or a file is missing or damaged.</exception>
    public static string Describe(TokenizerFiles files)
    {
        var vocabulary = files.Text("vocab.json");
        var merges = files.Text("merges.txt");
        if (vocabulary is null || merges is null)
            throw new InvalidInputException($"{files.PathOf("tokenizer.json")} is missing; a policy's folder needs its tokenizer: tokenizer.json, or vocab.json and merges.txt.");
        var isPrefixed = files.Json("tokenizer_config.json").TryGetProperty("add_prefix_space", out var prefix) && prefix.ValueKind == JsonValueKind.True;
        var (normalizer, preTokenizer) = Parts(files, isPrefixed);
        var added = new JsonArray();
        if (JsonNode.Parse(vocabulary) is JsonObject known && known[EndOfText] is { } id) added.Add(Special((int)id));
        var parts = new JsonObject
        {
            ["added_tokens"] = added, ["normalizer"] = normalizer, ["pre_tokenizer"] = preTokenizer, ["decoder"] = new JsonObject { ["type"] = "ByteLevel" },
        };
        var model = $"{{\"type\":\"BPE\",\"vocab\":{vocabulary},\"merges\":{JsonSerializer.Serialize(Merges(merges, files))}}}";
        return $"{parts.ToJsonString()[..^1]},\"model\":{model}}}";
    }

    /// <summary>The token that ends a text where no file names one: GPT-2's; null in the newer layout.</summary>
    public static string? DefaultEnd(TokenizerFiles files) => files.Text("tokenizer.json") is null ? EndOfText : null;

    private static (JsonObject? Normalizer, JsonObject PreTokenizer) Parts(TokenizerFiles files, bool isPrefixed)
    {
        var name = files.Json("tokenizer_config.json").TryGetProperty("tokenizer_class", out var type) ? type.GetString() : "GPT2Tokenizer";
        return name switch
        {
            "GPT2Tokenizer" or "GPT2TokenizerFast" => (null, ByteLevel(isPrefixed, usesRegex: true)),
            "Qwen2Tokenizer" or "Qwen2TokenizerFast" => (new() { ["type"] = "NFC" }, new()
            {
                ["type"] = "Sequence",
                ["pretokenizers"] = new JsonArray(
                    new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = Qwen2Pattern }, ["behavior"] = "Isolated", ["invert"] = false },
                    ByteLevel(isPrefixed, usesRegex: false)),
            }),
            _ => throw new InvalidInputException(
                $"{files.PathOf("tokenizer_config.json")} names the tokenizer class {name}, whose way of cutting text is not known from vocab.json and merges.txt alone; "
                + "GPT2Tokenizer and Qwen2Tokenizer are. Put the checkpoint's tokenizer.json into the folder."),
        };
    }

    private static string[][] Merges(string text, TokenizerFiles files) => [.. text.Split('\n').Select(line => line.TrimEnd('\r'))
        .Where(line => line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal))
        .Select(line => line.Split(' ') is { Length: 2 } pair ? pair
            : throw new InvalidInputException($"{files.PathOf("merges.txt")} has the line \"{line}\"; expected two tokens with a space between them. "
                + "Take the file from the checkpoint again."))];

    private static JsonObject ByteLevel(bool isPrefixed, bool usesRegex) => new() { ["type"] = "ByteLevel", ["add_prefix_space"] = isPrefixed, ["use_regex"] = usesRegex };

    private static JsonObject Special(int id) => new()
    {
        ["id"] = id, ["content"] = EndOfText, ["special"] = true, ["normalized"] = false,
    };
}
