using Rollouts.Core;
using Rollouts.Inference.Model;

namespace Rollouts.Inference.Loading;

/// <summary>From the options of a <c>config.json</c> to a <see cref="ModelConfig"/>, with each family's defaults.</summary>
internal static class ModelConfigReader
{
    private const int DefaultQwen3HeadWidth = 128;

    private static readonly string[] AlwaysOn = ["is_causal", "scale_attn_weights", "use_rope"];

    /// <exception cref="InvalidInputException">An option is missing or asks for what this decoder does not do.</exception>
    public static ModelConfig Read(ConfigOptions options)
    {
        string family = options.OneOf("model_type", "llama", "mistral", "qwen2", "qwen3");
        RequireKnownArithmetic(options, family);
        int layers = options.Integer("num_hidden_layers");
        var (theta, scaling) = RotaryOptions.Read(options);
        var (window, firstWindowed) = WindowOptions.Read(options, family, layers);
        bool bias = ReadAttentionBias(options, family);
        var config = new ModelConfig
        {
            Family = family, VocabularySize = options.Integer("vocab_size"), Hidden = options.Integer("hidden_size"),
            Intermediate = options.Integer("intermediate_size"), Layers = layers, Heads = options.Integer("num_attention_heads"),
            KeyValueHeads = ReadKeyValueHeads(options, family), HeadWidth = ReadHeadWidth(options, family),
            ContextLength = options.Integer("max_position_embeddings"), NormEpsilon = options.Number("rms_norm_eps", 1e-6),
            RopeTheta = theta, RopeScaling = scaling, TieEmbeddings = options.Flag("tie_word_embeddings", false),
            AttentionBias = bias || family == "qwen2", AttentionOutputBias = bias, FeedForwardBias = ReadFeedForwardBias(options, family),
            QueryKeyNorm = family == "qwen3", SlidingWindow = window, FirstWindowedLayer = firstWindowed,
        };
        options.RequireNothingElse(HarmlessOptions.Contains);
        return config;
    }

    private static void RequireKnownArithmetic(ConfigOptions options, string family)
    {
        foreach (string architecture in options.Strings("architectures") ?? [])
            if (architecture != ModelConfigFile.ArchitectureOf(family))
                throw options.Unsupported("architectures", $"a model of type {family} is expected to be a {ModelConfigFile.ArchitectureOf(family)}");
        options.OneOf("hidden_act", "silu", ["silu", "swish"]);
        options.RequireNumber("pretraining_tp", 1);
        options.RequireNumber("attention_dropout", 0);
        options.RequireNumber("hidden_dropout", 0);
        options.RequireNumber("partial_rotary_factor", 1);
        options.RequireFalse("rope_interleaved", "rotary positions turn halves here, not neighbours");
        foreach (string name in AlwaysOn)
            if (!options.Flag(name, true)) throw options.Unsupported(name, "it can't be switched off here");
    }

    // Llama's and Qwen3's switch covers the output projection as well; Qwen2's three biases are not optional.
    private static bool ReadAttentionBias(ConfigOptions options, string family)
    {
        bool bias = options.Flag("attention_bias", family == "qwen2");
        if (family == "qwen2" && !bias) throw options.Unsupported("attention_bias", "Qwen2's query, key and value projections always have biases");
        if (family == "mistral" && bias) throw options.Unsupported("attention_bias", "Mistral's projections have no biases");
        return bias && family != "qwen2";
    }

    private static bool ReadFeedForwardBias(ConfigOptions options, string family)
    {
        if (family != "llama") options.RequireFalse("mlp_bias", "only Llama's SwiGLU can have biases");
        return options.Flag("mlp_bias", false);
    }

    // The reference library takes null for "as many as heads", and absence for the default of the family's first model.
    private static int ReadKeyValueHeads(ConfigOptions options, string family)
    {
        int heads = options.Integer("num_attention_heads");
        int absent = family switch { "llama" => heads, "mistral" => 8, _ => 32 };
        return options.Integer("num_key_value_heads", options.IsNamed("num_key_value_heads") ? heads : absent);
    }

    private static int ReadHeadWidth(ConfigOptions options, string family)
    {
        if (options.Has("head_dim")) return options.Integer("head_dim");
        if (family == "qwen3") return DefaultQwen3HeadWidth;
        int hidden = options.Integer("hidden_size"), heads = options.Integer("num_attention_heads");
        if (heads < 1 || hidden % heads != 0)
            throw options.Unsupported("head_dim", $"it can't be derived, since {heads} heads do not divide a hidden_size of {hidden}");
        return hidden / heads;
    }
}
