using Rollouts.Inference.Engine.Cache;
using Rollouts.Inference.Engine.Kernels;
using Rollouts.Inference.Model;

namespace Rollouts.Inference.Engine;

/// <summary>The sizes of a decoder, rounded up so that kernels only see whole vectors.</summary>
/// <remarks>Heads are padded to a multiple of 16, rows of activations to a multiple of 32. Padded weights are zero, so that padded
/// activations are zero as well and add nothing to any sum.</remarks>
internal sealed class DecoderShape(ModelConfig config)
{
    public ModelConfig Config => config;

    /// <summary>Query heads that share one key-value head.</summary>
    public int GroupSize => config.Heads / config.KeyValueHeads;

    public int PaddedHeadWidth { get; } = (config.HeadWidth + 15) / 16 * 16;

    public int HiddenStride { get; } = PanelMatrix.RoundUp(config.Hidden);

    /// <summary>Where the key heads begin in a row of queries, keys and values.</summary>
    public int FirstKey => config.Heads * PaddedHeadWidth;

    public int FirstValue => FirstKey + config.KeyValueHeads * PaddedHeadWidth;

    /// <summary>Width of query, key and value heads together.</summary>
    public int ProjectionStride => PanelMatrix.RoundUp(FirstValue + config.KeyValueHeads * PaddedHeadWidth);

    /// <summary>Width of the heads' outputs.</summary>
    public int HeadOutputs => config.Heads * PaddedHeadWidth;

    /// <summary>Panels of the gate and up matrices woven together, 16 of each in a panel.</summary>
    public int GatePanelCount => (config.Intermediate + 15) / 16;

    public int IntermediateStride => GatePanelCount * 16;

    public int LogitStride { get; } = PanelMatrix.RoundUp(config.VocabularySize);

    /// <summary>Bytes of the keys and values of one cache block.</summary>
    public long BlockBytes =>
        (long)config.Layers * config.KeyValueHeads * 2 * PaddedHeadWidth * KeyValueBlocks.Positions * sizeof(float);

    /// <summary>Where an output of a projection into heads stands once heads are padded.</summary>
    public int Padded(int headOutput) => headOutput / config.HeadWidth * PaddedHeadWidth + headOutput % config.HeadWidth;
}
