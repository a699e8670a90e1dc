using Rollouts.Core;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;
using Rollouts.Inference.Tests.Model;

namespace Rollouts.Inference.Tests.Loading;

public sealed class ModelConfigFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    [Fact]
    public void A_config_survives_writing_and_reading()
    {
        ModelConfig config = SmallModel.Config with { RopeScaling = new(8, 1, 4, 64), NormEpsilon = 1e-5 };
        Assert.Equal(config, Read(ModelConfigFile.Write(config, NumberFormat.F32)));
    }

    [Theory]
    [InlineData("\"model_type\": \"llama\"", "\"model_type\": \"mamba\"", "model_type is mamba")]
    [InlineData("\"hidden_act\": \"silu\"", "\"hidden_act\": \"gelu\"", "hidden_act is gelu")]
    [InlineData("\"hidden_size\": 32", "\"hidden_width\": 32", "has no hidden_size")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": \"32\"", "expected an integer")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"attention_bias\": true", "attention_bias")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"logit_softcap\": 30.0", "logit_softcap")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"rope_scaling\": {\"rope_type\": \"yarn\", \"factor\": 4}", "rope_type is yarn")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"use_sliding_window\": true, \"sliding_window\": 16", "sliding_window")]
    [InlineData("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 3", "3 key-value heads do not divide 4 heads")]
    [InlineData("\"head_dim\": 8", "\"head_dim\": 7", "odd")]
    [InlineData("{", "", "not JSON")]
    public void What_would_change_the_arithmetic_is_refused_by_name(string from, string to, string reason)
    {
        string text = ModelConfigFile.Write(SmallModel.Config, NumberFormat.F32);
        Assert.Contains(from, text, StringComparison.Ordinal);
        var error = Assert.Throws<InvalidInputException>(() => Read(text.Replace(from, to, StringComparison.Ordinal)));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(path);

    private ModelConfig Read(string text)
    {
        File.WriteAllText(path, text);
        return ModelConfigFile.Read(path);
    }
}
