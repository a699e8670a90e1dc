using Rollouts.Core.Rollouts;
using Rollouts.Core.Weights;
using Rollouts.Inference.Engine.Cache;
using Rollouts.Inference.Engine.Sampling;

namespace Rollouts.Inference.Engine;

/// <summary>One rollout being drawn.</summary>
internal sealed class Sequence(PendingRequest request, int index, BlockTable blocks, PolicyStamp policy)
{
    private readonly List<int> _tokens = [];
    private readonly List<float> _sampled = [];
    private readonly List<float> _model = [];

    public PendingRequest Request => request;

    /// <summary>Its place in the request.</summary>
    public int Index => index;

    public BlockTable Blocks => blocks;

    public SamplingOptions Sampling => request.Request.Sampling;

    public ulong Seed => request.Request.Seeds[index];

    public int TokenCount => _tokens.Count;

    public int LastToken => _tokens[^1];

    public int LastPosition => request.Request.PrefixIds.Length + _tokens.Count - 1;

    /// <summary>Why it has ended; null while it hasn't.</summary>
    public FinishReason? Finish { get; private set; }

    public void Append(in Draw draw)
    {
        _tokens.Add(draw.Token);
        _sampled.Add(draw.SampledLogProbability);
        _model.Add(draw.ModelLogProbability);
        if (request.Request.StopTokenIds.Contains(draw.Token)) Finish = FinishReason.Stop;
        else if (_tokens.Count == Sampling.MaximumTokens) Finish = FinishReason.Length;
    }

    public Rollout ToRollout() => new(
        request.Request.Ids[index], [.. _tokens], [.. _sampled], [.. _model],
        Finish ?? throw new InvalidOperationException("The rollout has not ended."), policy);
}
