using Rollouts.Core.Rollouts;
using Rollouts.Inference.Engine.Cache;
using Rollouts.Inference.Engine.Sampling;
using Rollouts.Inference.Engine.Threading;

namespace Rollouts.Inference.Engine;

/// <summary>Computes steps: the decoder pass and the draws, on all threads.</summary>
internal sealed unsafe class StepRunner : IDisposable
{
    private readonly DecoderShape _shape;
    private readonly DecoderPass _pass;
    private readonly StepTeam _team;
    private readonly Sampler[] _samplers;
    private readonly Draw[] _draws;
    private readonly bool[] _finite;
    private PackedModel _model = null!;
    private StepBatch _batch = null!;
    private bool _together;

    public StepRunner(DecoderShape shape, KeyValueBlocks blocks, EngineOptions options)
    {
        var threadCount = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
        var rowCapacity = options.SlotCount + options.PrefixTokensPerStep;
        _shape = shape;
        _pass = new DecoderPass(shape, blocks, rowCapacity, threadCount);
        _samplers = [.. Enumerable.Range(0, threadCount).Select(_ => new Sampler(shape.Config.VocabularySize, options.ForbiddenTokenIds))];
        _draws = new Draw[rowCapacity];
        _finite = new bool[rowCapacity];
        _team = new StepTeam(threadCount, "engine-step", Work);
    }

    /// <summary>Computes a step; then <see cref="DrawOf"/> and <see cref="LogitsOf"/> tell its outcome.</summary>
    public void Run(PackedModel model, StepBatch batch)
    {
        (_model, _batch) = (model, batch);
        _together = batch.HasPrefix || batch.Rows.Count < FewestRowsApart;
        _team.Run();
    }

    /// <summary>Whether all logits of an output are finite.</summary>
    public bool IsFinite(int output) => _finite[output];

    /// <summary>What was drawn for an output that belongs to a sequence and is finite.</summary>
    public Draw DrawOf(int output) => _draws[output];

    public ReadOnlySpan<float> LogitsOf(int output) => new(_pass.Logits(output), _shape.LogitStride);

    /// <summary>Draws a sequence's first token from the logits of its prefix.</summary>
    public Draw DrawFirst(Sequence sequence, float[] logits)
    {
        fixed (float* row = logits) return _samplers[0].Next(row, sequence.Sampling, sequence.Seed, 0);
    }

    /// <summary>Says where the numbers of the last step stopped being finite.</summary>
    public string DescribeNonFinite()
    {
        var layer = _pass.FindNonFiniteLayer(_model, _batch);
        return layer < 0 ? "the embedding" : layer == _shape.Config.Layers ? "the output matrix or the final norm" : $"layer {layer}";
    }

    public void Dispose()
    {
        _team.Dispose();
        _pass.Dispose();
        foreach (var sampler in _samplers) sampler.Dispose();
    }

    // Below this, two threads that share every matrix are faster than two that share the rows.
    private int FewestRowsApart => 8 * _team.ThreadCount;

    private void Work(int thread)
    {
        var share = new Share(thread, _team.ThreadCount, _batch.Rows.Count, _together && _team.ThreadCount > 1, _team.Barrier);
        _pass.Run(_model, _batch, share);
        var (first, end) = share.Draws(_batch);
        for (var output = first; output < end; output++) Draw(output, _samplers[thread]);
    }

    private void Draw(int output, Sampler sampler)
    {
        var logits = _pass.Logits(output);
        _finite[output] = ProbabilityRow.IsFinite(logits, _shape.Config.VocabularySize);
        if (_finite[output] && _batch.Outputs[output].Sequence is { } sequence)
            _draws[output] = sampler.Next(logits, sequence.Sampling, sequence.Seed, sequence.TokenCount);
    }
}
