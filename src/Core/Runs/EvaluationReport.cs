using Rollouts.Core.Weights;

namespace Rollouts.Core.Runs;

/// <summary>A share with its 95 % interval.</summary>
/// <param name="Value">In [0, 1].</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="Problems">Problems measured.</param>
[GenerateSerializer, Immutable, Alias("share")]
public sealed record Share(double Value, double Low, double High, int Problems);

/// <summary>Held-out, un-hinted accuracy of one policy version.</summary>
/// <param name="Policy">Whom it measures.</param>
/// <param name="ProblemSet">On what.</param>
/// <param name="Greedy">pass@1 at temperature 0.</param>
/// <param name="Sampled">avg@k at the evaluation's temperature.</param>
/// <param name="PassAt">Unbiased pass@k (Chen et al. 2021, eq. 1) by k.</param>
/// <param name="Errors">Answers that got no verdict; they are in no share.</param>
[GenerateSerializer, Immutable, Alias("evaluation-report")]
public sealed record EvaluationReport(
    PolicyStamp Policy, string ProblemSet, Share Greedy, Share Sampled, Dictionary<int, Share> PassAt, int Errors);
