using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollouts.Core.Tokenization.HuggingFace;

namespace Rollouts.Core.Tokenization;

/// <summary>Tokenizers on disk: <c>tokenizer.json</c> and <c>tokenizer_config.json</c> in the Hugging Face layout.</summary>
/// <remarks>A character tokenizer is a BPE model without merges; bytes are one with a byte-level alphabet and no merges.</remarks>
public static class TokenizerFile
{
    internal const string Name = "tokenizer.json";
    internal const string PaddingToken = "<|padding|>";
    internal const string EndToken = "<|end|>";
    internal const int PaddingId = 0;
    internal const int EndId = 1;
    internal const int FirstTextId = 2;

    // Characters as they are: a person should be able to read the alphabet in the file.
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads the tokenizer of a policy's folder: one that <see cref="ITokenizer.Save"/> described, or a checkpoint's own.</summary>
    /// <exception cref="InvalidInputException">The file is missing, damaged, or has a part that changes ids and is not supported.</exception>
    public static ITokenizer Load(string folder)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            var text = File.Exists(path) ? File.ReadAllText(path) : "";
            var isOwn = text.Contains(PaddingToken, StringComparison.Ordinal); // a checkpoint's file is large, and read once is enough
            if (isOwn && JsonNode.Parse(text) is JsonObject file && TokenizerJson.IsOwn(file)) return TokenizerJson.Read(file);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new InvalidInputException($"{path} is not a tokenizer that this program writes: {error.Message} Save the policy again.", error);
        }

        return HuggingFaceTokenizer.Load(folder);
    }

    internal static void Write(string folder, JsonObject tokenizer)
    {
        Directory.CreateDirectory(folder);
        var configuration = new JsonObject
        {
            ["tokenizer_class"] = "PreTrainedTokenizerFast", ["eos_token"] = EndToken, ["pad_token"] = PaddingToken, ["clean_up_tokenization_spaces"] = false,
        };
        File.WriteAllText(Path.Combine(folder, Name), tokenizer.ToJsonString(Readable) + "\n");
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), configuration.ToJsonString(Readable) + "\n");
    }
}
