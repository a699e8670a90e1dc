using Rollouts.Core;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;
using Rollouts.Inference.Tests.Model;

namespace Rollouts.Inference.Tests.Loading;

public sealed class ModelConfigFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public static TheoryData<ModelConfig> Configs =>
    [
        SmallModel.Config,
        SmallModel.Config with { RopeScaling = new(8, 1, 4, 64), NormEpsilon = 1e-5, AttentionBias = true, AttentionOutputBias = true, FeedForwardBias = true },
        SmallModel.Config with { Family = "mistral", SlidingWindow = 16 },
        SmallModel.Config with { Family = "mistral" },
        SmallModel.Config with { Family = "qwen2", AttentionBias = true, SlidingWindow = 16, FirstWindowedLayer = 1 },
        SmallModel.Config with { Family = "qwen3", QueryKeyNorm = true, AttentionBias = true, AttentionOutputBias = true, TieEmbeddings = true },
    ];

    [Theory, MemberData(nameof(Configs))]
    public void A_config_survives_writing_and_reading(ModelConfig config) => Assert.Equal(config, Read(ModelConfigFile.Write(config, NumberFormat.F32)));

    [Theory]
    [InlineData("llama", "", null, 0)]
    [InlineData("llama", "\"use_sliding_window\": false, \"sliding_window\": 4096, \"max_window_layers\": 21,", null, 0)]
    [InlineData("mistral", "\"use_cache\": true,", 4096, 0)]
    [InlineData("mistral", "\"sliding_window\": null,", null, 0)]
    [InlineData("mistral", "\"sliding_window\": 7, \"layer_types\": [\"sliding_attention\", \"sliding_attention\"],", 7, 0)]
    [InlineData("qwen2", "\"sliding_window\": 7,", null, 0)]
    [InlineData("qwen2", "\"sliding_window\": 7, \"use_sliding_window\": true,", null, 0)]
    [InlineData("qwen2", "\"sliding_window\": 7, \"use_sliding_window\": true, \"max_window_layers\": 1,", 7, 1)]
    [InlineData("qwen2", "\"use_sliding_window\": true, \"max_window_layers\": 0,", 4096, 0)]
    [InlineData("qwen3", "\"sliding_window\": 7, \"use_sliding_window\": true, \"layer_types\": [\"full_attention\", \"sliding_attention\"],", 7, 1)]
    [InlineData("qwen3", "\"sliding_window\": 7, \"use_sliding_window\": true, \"layer_types\": [\"full_attention\", \"full_attention\"],", null, 0)]
    public void Windows_are_those_of_the_family(string family, string options, int? window, int firstLayer)
    {
        ModelConfig config = Read(Minimal(family, options));
        Assert.Equal((window, firstLayer), (config.SlidingWindow, config.FirstWindowedLayer));
    }

    [Theory]
    [InlineData("llama", 4, 8, false, false, false)]
    [InlineData("qwen2", 32, 8, true, false, false)]
    [InlineData("qwen3", 32, 128, false, false, true)]
    [InlineData("mistral", 8, 8, false, false, false)]
    public void What_is_absent_has_the_default_of_the_family(string family, int keyValueHeads, int headWidth, bool bias, bool outputBias, bool norm)
    {
        // Heads that the default number of key-value heads divides.
        int heads = Math.Max(4, keyValueHeads);
        ModelConfig config = Read(Minimal(family, "").Replace("\"num_attention_heads\": 4", $"\"num_attention_heads\": {heads}", StringComparison.Ordinal)
            .Replace("\"hidden_size\": 32", $"\"hidden_size\": {heads * 8}", StringComparison.Ordinal));
        Assert.Equal((keyValueHeads, headWidth), (config.KeyValueHeads, config.HeadWidth));
        Assert.Equal((bias, outputBias, norm), (config.AttentionBias, config.AttentionOutputBias, config.QueryKeyNorm));
        Assert.Equal((false, 10_000, 1e-6, null), (config.TieEmbeddings, config.RopeTheta, config.NormEpsilon, config.RopeScaling));
    }

    [Theory]
    [InlineData("\"rope_theta\": 500.0,")]
    [InlineData("\"rope_theta\": 500, \"rope_scaling\": null,")]
    [InlineData("\"rope_parameters\": {\"rope_theta\": 500.0},")]
    [InlineData("\"rope_parameters\": {\"rope_theta\": 500.0, \"rope_type\": \"default\", \"partial_rotary_factor\": 1.0},")]
    [InlineData("\"rope_theta\": 500.0, \"rope_scaling\": {\"type\": \"default\"}, \"rope_parameters\": {\"rope_type\": \"default\"},")]
    public void Every_spelling_of_the_rotary_base_is_read(string options)
    {
        ModelConfig config = Read(Minimal("llama", options));
        Assert.Equal((500, null), (config.RopeTheta, config.RopeScaling));
    }

    [Theory]
    [InlineData("\"rope_theta\": 500.0, \"rope_scaling\": {\"rope_type\": \"llama3\", {0}},")]
    [InlineData("\"rope_theta\": 500.0, \"rope_scaling\": {\"rope_type\": \"llama3\", \"type\": \"llama3\", {0}},")]
    [InlineData("\"rope_parameters\": {\"rope_theta\": 500.0, \"rope_type\": \"llama3\", {0}},")]
    public void Every_spelling_of_the_rotary_scaling_is_read(string options)
    {
        const string scaling = "\"factor\": 32.0, \"low_freq_factor\": 1.0, \"high_freq_factor\": 4.0, \"original_max_position_embeddings\": 8192";
        ModelConfig config = Read(Minimal("llama", options.Replace("{0}", scaling, StringComparison.Ordinal)));
        Assert.Equal((500, new RopeScaling(32, 1, 4, 8192)), (config.RopeTheta, config.RopeScaling));
    }

    [Fact]
    public void Keys_that_say_nothing_here_are_passed_over_and_kept()
    {
        const string notes = "\"_name_or_path\": \"here\", \"unsloth_version\": \"2024.9\", \"attention_dropout\": 0.0, \"eos_token_id\": [1, 2], \"is_llama_config\": true, " +
            "\"rope_interleaved\": false, \"quantization_config\": null, \"initializer_range\": 1e-05,";
        ModelConfig config = Read(Minimal("llama", notes));
        string rewritten = ModelConfigFile.Rewrite(path, config, NumberFormat.F16);
        foreach (string part in new[] { "\"unsloth_version\": \"2024.9\"", "\"initializer_range\": 1e-05", "\"attention_dropout\": 0.0", "\"torch_dtype\": \"float16\"" })
            Assert.Contains(part, rewritten, StringComparison.Ordinal);
        Assert.Equal(config, Read(rewritten));
    }

    [Theory]
    [InlineData("\"model_type\": \"llama\"", "\"model_type\": \"mamba\"", "model_type is mamba")]
    [InlineData("\"hidden_act\": \"silu\"", "\"hidden_act\": \"gelu\"", "hidden_act is gelu")]
    [InlineData("\"hidden_size\": 32", "\"hidden_width\": 32", "has no hidden_size")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": \"32\"", "expected an integer")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"logit_softcap\": 30.0", "logit_softcap")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"rope_scaling\": {\"rope_type\": \"yarn\", \"factor\": 4}", "rope_type is yarn")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"use_sliding_window\": true, \"sliding_window\": 16", "sliding_window")]
    [InlineData("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 3", "3 key-value heads do not divide 4 heads")]
    [InlineData("\"head_dim\": 8", "\"head_dim\": 7", "odd")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"hidden_size\": 32", "given twice")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"quantization_config\": {\"quant_method\": \"gptq\"}", "quantization_config")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"partial_rotary_factor\": 0.5", "partial_rotary_factor is 0.5")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"rope_parameters\": {\"partial_rotary_factor\": 0.5}", "partial_rotary_factor is 0.5")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"attention_dropout\": 0.1", "attention_dropout is 0.1")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"logit_scale\": 0.5", "logit_scale is 0.5")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"rope_interleaved\": true", "rope_interleaved")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"pretraining_tp\": 2", "pretraining_tp is 2")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"layer_types\": [\"full_attention\", \"sliding_attention\"]", "layer_types")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"layer_types\": [\"full_attention\"]", "layer_types")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"rope_scaling\": {\"type\": \"linear\", \"factor\": 4}", "type is linear")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"rope_scaling\": {\"rope_type\": \"dynamic\", \"factor\": 4}", "rope_type is dynamic")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"rope_scaling\": {\"factor\": 4}", "factor is 4")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"rope_scaling\": {\"rope_type\": \"llama3\", \"factor\": 4}", "no low_freq_factor")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"rope_parameters\": {\"rope_theta\": 7}", "rope_theta is 7")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"auto_map\": {\"AutoModel\": \"modelling.Own\"}", "auto_map")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"is_causal\": false", "is_causal")]
    [InlineData("LlamaForCausalLM", "LlamaForSequenceClassification", "architectures")]
    [InlineData("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 2000000000", "number of layers")]
    [InlineData("\"num_attention_heads\": 4", "\"num_attention_heads\": 0", "number of heads")]
    [InlineData("{", "", "not JSON")]
    public void What_would_change_the_arithmetic_is_refused_by_name(string from, string to, string reason)
    {
        string text = ModelConfigFile.Write(SmallModel.Config, NumberFormat.F32);
        Assert.Contains(from, text, StringComparison.Ordinal);
        var error = Assert.Throws<InvalidInputException>(() => Read(text.Replace(from, to, StringComparison.Ordinal)));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("qwen2", "\"attention_bias\": false,", "attention_bias")]
    [InlineData("mistral", "\"attention_bias\": true,", "attention_bias")]
    [InlineData("qwen3", "\"mlp_bias\": true,", "mlp_bias")]
    [InlineData("mistral", "\"sliding_window\": 0,", "sliding_window is 0")]
    [InlineData("qwen3", "\"use_sliding_window\": true, \"layer_types\": [\"sliding_attention\", \"full_attention\"],", "layer_types")]
    [InlineData("qwen3", "\"sliding_window\": null, \"layer_types\": [\"full_attention\", \"sliding_attention\"],", "layer_types")]
    public void What_a_family_does_not_have_is_refused_by_name(string family, string options, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidInputException>(() => Read(Minimal(family, options))).Message, StringComparison.Ordinal);

    public void Dispose() => File.Delete(path);

    private static string Minimal(string family, string options) =>
        "{" + options + $" \"model_type\": \"{family}\", \"vocab_size\": 23, \"hidden_size\": 32, \"intermediate_size\": 48, \"num_hidden_layers\": 2, " +
        "\"num_attention_heads\": 4, \"max_position_embeddings\": 64" + (family == "llama" || options.Length == 0 ? "" : ", \"num_key_value_heads\": 2") + "}";

    private ModelConfig Read(string text)
    {
        File.WriteAllText(path, text);
        return ModelConfigFile.Read(path);
    }
}
