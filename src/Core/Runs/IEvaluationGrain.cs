using Orleans.Concurrency;
using Rollouts.Core.Weights;

namespace Rollouts.Core.Runs;

/// <summary>One policy version on the held-out problems. Key: <c>{run}/{version}</c>.</summary>
public interface IEvaluationGrain : IGrainWithStringKey
{
    /// <summary>Keeps what one problem showed. Repeating it changes nothing; another hash under the same version begins anew.</summary>
    /// <param name="stamp">The weights that answered.</param>
    /// <param name="outcome">What they answered.</param>
    Task RecordAsync(PolicyStamp stamp, EvaluationOutcome outcome);

    /// <summary>What inspection shows.</summary>
    [ReadOnly, AlwaysInterleave]
    Task<EvaluationState> GetState();
}

/// <summary>One held-out problem, answered un-hinted.</summary>
/// <param name="Problem">Index among the held-out problems.</param>
/// <param name="Greedy">Whether the greedy answer is right; null where it got no verdict.</param>
/// <param name="SampleCount">Samples with a verdict.</param>
/// <param name="CorrectCount">Right ones among them.</param>
/// <param name="ErrorCount">Answers, greedy or sampled, that got no verdict.</param>
[GenerateSerializer, Immutable, Alias("evaluation-outcome")]
public sealed record EvaluationOutcome(int Problem, bool? Greedy, int SampleCount, int CorrectCount, int ErrorCount);

/// <summary>An evaluation's memory.</summary>
[GenerateSerializer, Immutable, Alias("evaluation-state")]
public sealed record EvaluationState
{
    /// <summary>The weights that are measured; null before the first outcome.</summary>
    [Id(0)] public PolicyStamp? Stamp { get; init; }

    /// <summary>Outcomes by problem index.</summary>
    [Id(1)] public EvaluationOutcome[] Outcomes { get; init; } = [];
}
