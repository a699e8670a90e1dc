using System.Globalization;

namespace Rollouts.Inference.Loading;

/// <summary>Names of the tensors in a Hugging Face checkpoint of the Llama family.</summary>
public static class WeightNames
{
    /// <summary>Token embedding, [V, hidden].</summary>
    public const string Embedding = "model.embed_tokens.weight";

    /// <summary>Output matrix, [V, hidden]; absent where it is the embedding.</summary>
    public const string Output = "lm_head.weight";

    /// <summary>Scale of the last RMSNorm, [hidden].</summary>
    public const string FinalNorm = "model.norm.weight";

    /// <summary>Query projection, [H·D, hidden].</summary>
    public static string Query(int layer) => Of(layer, "self_attn.q_proj.weight");

    /// <summary>Key projection, [K·D, hidden].</summary>
    public static string Key(int layer) => Of(layer, "self_attn.k_proj.weight");

    /// <summary>Value projection, [K·D, hidden].</summary>
    public static string Value(int layer) => Of(layer, "self_attn.v_proj.weight");

    /// <summary>Bias of the query projection, [H·D].</summary>
    public static string QueryBias(int layer) => Of(layer, "self_attn.q_proj.bias");

    /// <summary>Bias of the key projection, [K·D].</summary>
    public static string KeyBias(int layer) => Of(layer, "self_attn.k_proj.bias");

    /// <summary>Bias of the value projection, [K·D].</summary>
    public static string ValueBias(int layer) => Of(layer, "self_attn.v_proj.bias");

    /// <summary>Scale of the query heads' RMSNorm, [D].</summary>
    public static string QueryNorm(int layer) => Of(layer, "self_attn.q_norm.weight");

    /// <summary>Scale of the key heads' RMSNorm, [D].</summary>
    public static string KeyNorm(int layer) => Of(layer, "self_attn.k_norm.weight");

    /// <summary>Output projection of the attention, [hidden, H·D].</summary>
    public static string AttentionOutput(int layer) => Of(layer, "self_attn.o_proj.weight");

    /// <summary>Bias of the output projection, [hidden].</summary>
    public static string AttentionOutputBias(int layer) => Of(layer, "self_attn.o_proj.bias");

    /// <summary>Gate of the SwiGLU, [F, hidden].</summary>
    public static string Gate(int layer) => Of(layer, "mlp.gate_proj.weight");

    /// <summary>What the gate lets through, [F, hidden].</summary>
    public static string Up(int layer) => Of(layer, "mlp.up_proj.weight");

    /// <summary>Back from the SwiGLU, [hidden, F].</summary>
    public static string Down(int layer) => Of(layer, "mlp.down_proj.weight");

    /// <summary>Bias of the gate, [F].</summary>
    public static string GateBias(int layer) => Of(layer, "mlp.gate_proj.bias");

    /// <summary>Bias of what the gate lets through, [F].</summary>
    public static string UpBias(int layer) => Of(layer, "mlp.up_proj.bias");

    /// <summary>Bias of the way back, [hidden].</summary>
    public static string DownBias(int layer) => Of(layer, "mlp.down_proj.bias");

    /// <summary>Scale of the RMSNorm before the attention, [hidden].</summary>
    public static string AttentionNorm(int layer) => Of(layer, "input_layernorm.weight");

    /// <summary>Scale of the RMSNorm before the SwiGLU, [hidden].</summary>
    public static string FeedForwardNorm(int layer) => Of(layer, "post_attention_layernorm.weight");

    private static string Of(int layer, string part) => string.Create(CultureInfo.InvariantCulture, $"model.layers.{layer}.{part}");
}
