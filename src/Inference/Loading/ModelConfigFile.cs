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
    // Without influence on the arithmetic of a forward pass.
    private static readonly HashSet<string> Harmless =
    [
        "_name_or_path", "architectures", "attention_dropout", "bos_token_id", "dtype", "eos_token_id", "id2label", "initializer_range",
        "label2id", "max_window_layers", "pad_token_id", "task_specific_params", "torch_dtype", "transformers_version", "use_cache",
    ];

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
            ModelConfig config = Read(options);
            options.RequireNothingElse(Harmless);
            config.Validate(path);
            return config;
        }
        catch (JsonException error)
        {
            throw new InvalidInputException($"{path} is not JSON: {error.Message}", error);
        }
    }

    /// <summary>Writes a config that Hugging Face's libraries read.</summary>
    public static string Write(ModelConfig config, NumberFormat format)
    {
        ArgumentNullException.ThrowIfNull(config);
        string architecture = char.ToUpperInvariant(config.Family[0]) + config.Family[1..] + "ForCausalLM";
        var json = new JsonObject
        {
            ["architectures"] = new JsonArray(architecture), ["model_type"] = config.Family, ["vocab_size"] = config.VocabularySize,
            ["hidden_size"] = config.Hidden, ["intermediate_size"] = config.Intermediate, ["num_hidden_layers"] = config.Layers,
            ["num_attention_heads"] = config.Heads, ["num_key_value_heads"] = config.KeyValueHeads, ["head_dim"] = config.HeadWidth,
            ["max_position_embeddings"] = config.ContextLength, ["hidden_act"] = "silu", ["rms_norm_eps"] = config.NormEpsilon,
            ["rope_theta"] = config.RopeTheta, ["tie_word_embeddings"] = config.TieEmbeddings,
            ["torch_dtype"] = format == NumberFormat.BF16 ? "bfloat16" : "float32",
        };
        if (config.RopeScaling is { } scaling) json["rope_scaling"] = Describe(scaling);
        return json.ToJsonString(new() { WriteIndented = true }) + "\n";
    }

    private static ModelConfig Read(ConfigOptions options)
    {
        string family = options.OneOf("model_type", "llama", "mistral", "qwen2", "qwen3");
        int heads = options.Integer("num_attention_heads"), hidden = options.Integer("hidden_size");
        int context = options.Integer("max_position_embeddings");
        RequireKnownArithmetic(options, family, context);
        var (theta, scaling) = ReadRotary(options);
        return new()
        {
            Family = family, VocabularySize = options.Integer("vocab_size"), Hidden = hidden,
            Intermediate = options.Integer("intermediate_size"), Layers = options.Integer("num_hidden_layers"), Heads = heads,
            KeyValueHeads = options.Integer("num_key_value_heads", family == "llama" ? heads : null),
            HeadWidth = options.Integer("head_dim", family == "qwen3" ? 128 : hidden / Math.Max(1, heads)), ContextLength = context,
            NormEpsilon = options.Number("rms_norm_eps", 1e-6), RopeTheta = theta, RopeScaling = scaling,
            TieEmbeddings = options.Flag("tie_word_embeddings", false), AttentionBias = family == "qwen2", QueryKeyNorm = family == "qwen3",
        };
    }

    private static void RequireKnownArithmetic(ConfigOptions options, string family, int context)
    {
        options.OneOf("hidden_act", "silu");
        options.RequireFalse("attention_bias", "only Qwen2's biases are known");
        options.RequireFalse("mlp_bias", "the SwiGLU has no biases here");
        if (options.Integer("pretraining_tp", 1) != 1) throw options.Unsupported("pretraining_tp", "expected 1");
        if (!options.Strings("layer_types").All(type => type == "full_attention"))
            throw options.Unsupported("layer_types", "expected full_attention in every layer");
        bool windowed = options.Flag("use_sliding_window", family == "mistral");
        if (options.Integer("sliding_window", int.MaxValue) < context && windowed)
            throw options.Unsupported("sliding_window", $"attention here spans the whole context of {context}");
    }

    private static (double Theta, RopeScaling? Scaling) ReadRotary(ConfigOptions options)
    {
        ConfigOptions? parameters = options.Section("rope_parameters"), scaling = options.Section("rope_scaling") ?? parameters;
        double theta = options.Number("rope_theta", parameters?.Number("rope_theta", 10_000) ?? 10_000);
        RopeScaling? read = scaling is null ? null : ReadScaling(scaling);
        scaling?.RequireNothingElse([]);
        return (theta, read);
    }

    private static RopeScaling? ReadScaling(ConfigOptions scaling)
    {
        string type = scaling.OneOf(scaling.Has("rope_type") ? "rope_type" : "type", "default", "llama3");
        return type == "default" ? null : new(
            scaling.Number("factor"), scaling.Number("low_freq_factor"), scaling.Number("high_freq_factor"),
            scaling.Integer("original_max_position_embeddings"));
    }

    private static JsonObject Describe(RopeScaling scaling) => new()
    {
        ["rope_type"] = "llama3", ["factor"] = scaling.Factor, ["low_freq_factor"] = scaling.LowFrequencyFactor,
        ["high_freq_factor"] = scaling.HighFrequencyFactor, ["original_max_position_embeddings"] = scaling.OriginalContextLength,
    };
}
