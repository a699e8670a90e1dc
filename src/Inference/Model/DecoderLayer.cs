using Rollouts.Inference.Loading;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Rollouts.Inference.Model;

/// <summary>One block: attention, then SwiGLU, each added to what it reads.</summary>
internal sealed class DecoderLayer : IDisposable
{
    private readonly ModelConfig config;
    private readonly Tensor projection, attentionOutput, gateUp, down, attentionNorm, feedForwardNorm;
    private readonly Tensor? projectionBias, attentionOutputBias, gateUpBias, downBias, queryNorm, keyNorm;
    private readonly bool isWindowed;

    public DecoderLayer(ModelConfig config, WeightViews views, int layer)
    {
        this.config = config;
        isWindowed = config.WindowOf(layer) is not null;
        projection = views.Of(WeightNames.Query(layer), WeightNames.Key(layer), WeightNames.Value(layer));
        attentionOutput = views.Of(WeightNames.AttentionOutput(layer));
        gateUp = views.Of(WeightNames.Gate(layer), WeightNames.Up(layer));
        down = views.Of(WeightNames.Down(layer));
        attentionNorm = views.Of(WeightNames.AttentionNorm(layer));
        feedForwardNorm = views.Of(WeightNames.FeedForwardNorm(layer));
        if (config.AttentionBias)
            projectionBias = views.Of(WeightNames.QueryBias(layer), WeightNames.KeyBias(layer), WeightNames.ValueBias(layer));
        if (config.AttentionOutputBias)
            attentionOutputBias = views.Of(WeightNames.AttentionOutputBias(layer));
        if (config.FeedForwardBias)
            (gateUpBias, downBias) = (views.Of(WeightNames.GateBias(layer), WeightNames.UpBias(layer)), views.Of(WeightNames.DownBias(layer)));
        if (config.QueryKeyNorm)
            (queryNorm, keyNorm) = (views.Of(WeightNames.QueryNorm(layer)), views.Of(WeightNames.KeyNorm(layer)));
    }

    /// <summary>Runs the block.</summary>
    /// <param name="hidden">Shape [B·T, hidden].</param>
    /// <param name="context">The rows.</param>
    /// <returns>Shape [B·T, hidden].</returns>
    public Tensor Forward(Tensor hidden, AttentionContext context)
    {
        hidden = hidden.add(Attention(Normalization.Apply(hidden, attentionNorm, config.NormEpsilon), context));
        return hidden.add(FeedForward(Normalization.Apply(hidden, feedForwardNorm, config.NormEpsilon)));
    }

    public void Dispose()
    {
        Tensor?[] weights =
        [
            projection, attentionOutput, gateUp, down, attentionNorm, feedForwardNorm,
            projectionBias, attentionOutputBias, gateUpBias, downBias, queryNorm, keyNorm,
        ];
        foreach (Tensor? weight in weights) weight?.Dispose();
    }

    private Tensor FeedForward(Tensor x)
    {
        Tensor[] halves = linear(x, gateUp, gateUpBias!).chunk(2, -1);
        return linear(silu(halves[0]).mul(halves[1]), down, downBias!);
    }

    private Tensor Attention(Tensor x, AttentionContext context)
    {
        int heads = config.Heads, keys = config.KeyValueHeads;
        Tensor joint = linear(x, projection, projectionBias!).view(-1, heads + 2 * keys, config.HeadWidth);
        Tensor[] parts = joint.split([heads, keys, keys], 1);
        Tensor queries = Turn(Normalized(parts[0], queryNorm), context), turned = Turn(Normalized(parts[1], keyNorm), context);
        Tensor mixed = Mix(Rows(queries, context), Repeat(Rows(turned, context)), Repeat(Rows(parts[2], context)), context.MaskOf(isWindowed));
        return linear(mixed.transpose(1, 2).reshape(-1, heads * config.HeadWidth), attentionOutput, attentionOutputBias!);
    }

    private Tensor Normalized(Tensor heads, Tensor? weight) =>
        weight is null ? heads : Normalization.Apply(heads, weight, config.NormEpsilon);

    private static Tensor Turn(Tensor heads, AttentionContext context)
    {
        Tensor[] halves = heads.chunk(2, -1);
        Tensor first = halves[0].mul(context.Cosines).addcmul_(halves[1], context.Sines, -1);
        Tensor second = halves[1].mul(context.Cosines).addcmul_(halves[0], context.Sines, 1);
        return cat([first, second], -1);
    }

    // [B·T, heads, D] -> [B, heads, T, D]
    private static Tensor Rows(Tensor heads, AttentionContext context) =>
        heads.view(context.RowCount, context.Width, heads.shape[1], heads.shape[2]).transpose(1, 2);

    private Tensor Repeat(Tensor keys) =>
        config.Heads == config.KeyValueHeads ? keys : keys.repeat_interleave(config.Heads / config.KeyValueHeads, 1);

    private static Tensor Mix(Tensor queries, Tensor keys, Tensor values, Tensor? mask) =>
        scaled_dot_product_attention(queries, keys, values, mask!, 0, is_casual: mask is null);
}
