using Rollouts.Inference.Engine;
using Rollouts.Inference.Engine.Cache;
using Rollouts.Inference.Loading;

namespace Rollouts.Inference.Tests.Engine;

/// <summary>The engine's logits after every token of a text, which its callers never see.</summary>
internal sealed class EngineLogits(WeightSet weights) : IDisposable
{
    private readonly DecoderShape _shape = new(weights.Config);
    private readonly PackedModel _model = PackedModel.Pack(weights, new DecoderShape(weights.Config), SmallModels.Stamp);

    /// <summary>Shape [T][V].</summary>
    /// <param name="tokens">The text.</param>
    /// <param name="piece">Tokens computed in one step; those before them come from the cache.</param>
    public float[][] Of(int[] tokens, int piece)
    {
        var config = _shape.Config;
        var count = KeyValueBlocks.BlocksFor(tokens.Length);
        using var blocks = new KeyValueBlocks(config.Layers, config.KeyValueHeads, _shape.PaddedHeadWidth, count);
        using var runner = new StepRunner(_shape, blocks, new EngineOptions { Threads = 2, SlotCount = 1, PrefixTokensPerStep = piece });
        var table = new BlockTable(blocks, count);
        for (var block = 0; block < count; block++) table.Append(blocks.Take());
        var prefix = new Prefix(tokens, table, SmallModels.Stamp, 0);
        var logits = new List<float[]>();
        while (logits.Count < tokens.Length) logits.AddRange(Step(runner, prefix, piece));
        return [.. logits];
    }

    public void Dispose() => _model.Dispose();

    private float[][] Step(StepRunner runner, Prefix prefix, int piece)
    {
        var batch = new StepBatch();
        var count = batch.Add(prefix, piece);
        batch.Outputs.Clear();
        for (var row = 0; row < count; row++) batch.Outputs.Add(new StepOutput(row, null, prefix));
        runner.Run(_model, batch);
        return [.. Enumerable.Range(0, count).Select(row => runner.LogitsOf(row)[.._shape.Config.VocabularySize].ToArray())];
    }
}
