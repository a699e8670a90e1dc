using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollouts.Core;
using Rollouts.Inference.Model;

namespace Rollouts.Inference.Loading;

/// <summary>Reads and writes <c>config.json</c> in Hugging Face's names, in both of its spellings (<c>rope_theta</c> and
/// <c>rope_scaling</c>, or <c>rope_parameters</c>). What would change the arithmetic and is not known here is an error, never
/// passed over.</summary>
public static class ModelConfigFile
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a config.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">It is missing, malformed, or asks for something that this decoder does not do; the
    /// message names the option.</exception>
    public static ModelConfig Read(string path)
    {
        if (!File.Exists(path)) throw new InvalidInputException($"There is no {path}; a model folder needs its config.json.");
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            var options = new ConfigOptions(document.RootElement, path);
            ModelConfig config = ModelConfigReader.Read(options);
            config.Validate(path);
            return config;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidInputException($"{path} is not JSON: {error.Message}", error);
        }
    }

    /// <summary>The text of a config that Hugging Face's libraries read.</summary>
    public static string Write(ModelConfig config, NumberFormat format)
    {
        ArgumentNullException.ThrowIfNull(config);
        var json = new JsonObject
        {
            ["architectures"] = new JsonArray(ArchitectureOf(config.Family)), ["model_type"] = config.Family, ["vocab_size"] = config.VocabularySize,
            ["hidden_size"] = config.Hidden, ["intermediate_size"] = config.Intermediate, ["num_hidden_layers"] = config.Layers,
            ["num_attention_heads"] = config.Heads, ["num_key_value_heads"] = config.KeyValueHeads, ["head_dim"] = config.HeadWidth,
            ["max_position_embeddings"] = config.ContextLength, ["hidden_act"] = "silu", ["rms_norm_eps"] = config.NormEpsilon,
            ["rope_theta"] = config.RopeTheta, ["tie_word_embeddings"] = config.TieEmbeddings, ["torch_dtype"] = NameOf(format),
        };
        if (config.RopeScaling is { } scaling) json["rope_scaling"] = Describe(scaling);
        if (config.AttentionOutputBias) json["attention_bias"] = true;
        if (config.FeedForwardBias) json["mlp_bias"] = true;
        DescribeWindow(config, json);
        return Text(json);
    }

    /// <summary>The text of an existing config with another number format and nothing else changed: keys that say nothing here stay.</summary>
    /// <param name="path">The config.</param>
    /// <param name="config">What it is expected to say.</param>
    /// <param name="format">How the weights beside it are written; null = as they were.</param>
    /// <exception cref="InvalidInputException">It can't be read, or says something else.</exception>
    public static string Rewrite(string path, ModelConfig config, NumberFormat? format)
    {
        if (Read(path) != config) throw new InvalidInputException($"{path} describes another model than the weights are of, {config}.");
        JsonObject json = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
        if (format is not { } written) return Text(json);
        bool isNewer = json.ContainsKey("dtype");
        if (isNewer) json["dtype"] = NameOf(written);
        if (!isNewer || json.ContainsKey("torch_dtype")) json["torch_dtype"] = NameOf(written);
        return Text(json);
    }

    internal static string ArchitectureOf(string family) => char.ToUpperInvariant(family[0]) + family[1..] + "ForCausalLM";

    private static string Text(JsonObject json) => json.ToJsonString(Readable) + "\n";

    private static string NameOf(NumberFormat format) => format switch
    {
        NumberFormat.F32 => "float32",
        NumberFormat.F16 => "float16",
        _ => "bfloat16",
    };

    // Absence of the window means 4096 to Mistral.
    private static void DescribeWindow(ModelConfig config, JsonObject json)
    {
        if (config.Family == "mistral") json["sliding_window"] = config.SlidingWindow;
        else if (config.SlidingWindow is { } window)
            (json["use_sliding_window"], json["sliding_window"], json["max_window_layers"]) = (true, window, config.FirstWindowedLayer);
    }

    private static JsonObject Describe(RopeScaling scaling) => new()
    {
        ["rope_type"] = "llama3", ["factor"] = scaling.Factor, ["low_freq_factor"] = scaling.LowFrequencyFactor,
        ["high_freq_factor"] = scaling.HighFrequencyFactor, ["original_max_position_embeddings"] = scaling.OriginalContextLength,
    };
}
