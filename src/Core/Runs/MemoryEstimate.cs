using Rollouts.Core.Rollouts;
using Rollouts.Core.Training;
using Rollouts.Core.Weights;

namespace Rollouts.Core.Runs;

/// <summary>Bytes a run needs at least, from shapes alone: 32-bit numbers, without the runtime and the libraries.</summary>
/// <param name="Parameters">Parameters of the policy.</param>
/// <param name="TrainerBytes">Weights, gradients and AdamW's two moments; weights once more where there is a reference policy.</param>
/// <param name="ActivationBytes">What the backward pass keeps of one micro-batch, about.</param>
/// <param name="EngineBytes">The engine's weights; 0 where a server elsewhere draws the rollouts.</param>
/// <param name="CacheBytes">Keys and values of one step's rollouts at full context; 0 where a server elsewhere draws them.</param>
public sealed record MemoryEstimate(long Parameters, long TrainerBytes, long ActivationBytes, long EngineBytes, long CacheBytes)
{
    /// <summary>The sum.</summary>
    public long TotalBytes => TrainerBytes + ActivationBytes + EngineBytes + CacheBytes;

    /// <summary>The estimate for a specification.</summary>
    /// <param name="model">The policy's shape.</param>
    /// <param name="vocabulary">V, ids of its tokenizer.</param>
    public static MemoryEstimate Of(RunSpecification specification, ModelOptions model, int vocabulary)
    {
        var parameters = ParameterCount(model, vocabulary);
        var tokens = Math.Min(specification.Optimizer.MicroBatchTokens, BatchTokens(specification));
        var copies = specification.Loss.Kl == KlEstimator.None ? 4 : 5;
        var drawsHere = specification.Engine.Kind == EngineKind.Cpu ? 1 : 0;
        return new(
            parameters, 4 * copies * parameters, 4 * tokens * NumbersPerToken(model, vocabulary), drawsHere * 4 * parameters,
            drawsHere * Cache(specification, model));
    }

    /// <summary>Parameters of a decoder of this shape: embeddings, attention, SwiGLU and norms.</summary>
    public static long ParameterCount(ModelOptions model, int vocabulary)
    {
        long query = model.Heads * model.HeadWidth, keyValue = model.KeyValueHeads * model.HeadWidth;
        var layer = 2 * model.Hidden * (query + keyValue) + 3L * model.Hidden * model.Intermediate + 2L * model.Hidden;
        var embeddings = (model.TieEmbeddings ? 1L : 2L) * vocabulary * model.Hidden;
        return model.Layers * layer + embeddings + model.Hidden;
    }

    // Kept for the backward pass: residual, two normed inputs, query, key, value, mixed heads, gate, up and their product, and
    // for the loss the logits and their softmax.
    private static long NumbersPerToken(ModelOptions model, int vocabulary) =>
        model.Layers * (5L * model.Hidden + (2L * model.Heads + 2L * model.KeyValueHeads) * model.HeadWidth + 4L * model.Intermediate) + 3L * vocabulary;

    private static long BatchTokens(RunSpecification specification) =>
        (long)specification.Schedule.ProblemsPerStep * BatchArithmetic.RolloutsPerVisit(specification.Hint) * specification.Model.ContextLength;

    private static long Cache(RunSpecification specification, ModelOptions model) =>
        BatchTokens(specification) * model.Layers * 2 * model.KeyValueHeads * model.HeadWidth * 4;
}
