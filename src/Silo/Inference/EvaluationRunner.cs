using Rollouts.Core.Hints;
using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Rollouts.Core.Verification;
using Rollouts.Core.Weights;
using Rollouts.Grains;

namespace Rollouts.Silo.Inference;

/// <summary>Measures one held-out problem: un-hinted, greedy once, and sampled as often as the specification asks.</summary>
internal sealed class EvaluationRunner(RunContext run, IGrainFactory grains, Answering answering, TimeProvider time)
{
    /// <summary>Ordinal under which evaluations name their rollouts; visits count from 0. Every version draws a problem with the same
    /// seeds, so that what differs between two evaluations is the weights' doing.</summary>
    public const int Ordinal = -1;

    private const int GreedyRound = 0, SampledRound = 1;
    private readonly IRunGrain _run = grains.GetGrain<IRunGrain>(run.Run.Value);

    /// <summary>Measures the problem and reports it.</summary>
    public async Task RunAsync(int index, PolicyStamp policy, CancellationToken cancellationToken)
    {
        var problem = run.Problems.HeldOut[index];
        var options = run.Specification.Evaluation;
        var greedy = AnswerAsync(problem, GreedyRound, 1, 0, cancellationToken);
        var sampled = AnswerAsync(problem, SampledRound, options.Samples, options.Temperature, cancellationToken);
        var outcome = Outcome(index, (await greedy).Verdicts[0], (await sampled).Verdicts);
        var evaluation = grains.GetGrain<IEvaluationGrain>(GrainKey.Of(run.Run.Value, FormattableString.Invariant($"{policy.Version}")));
        await TransientFailures.RetryAsync(() => evaluation.RecordAsync(policy, outcome), time, cancellationToken);
        await TransientFailures.RetryAsync(() => _run.ReportEvaluationAsync(policy.Version, index), time, cancellationToken);
    }

    private Task<JudgedRound> AnswerAsync(Problem problem, int round, int count, double temperature, CancellationToken cancellationToken)
    {
        RolloutId[] ids = [.. Enumerable.Range(0, count).Select(place => new RolloutId(new(problem.Id, Ordinal), round, place))];
        var unitCount = Prompt.UnitCount(run.Tokenizer, problem, run.Specification.Hint.Unit);
        return answering.AnswerAsync(problem, Hint.None(unitCount), ids, run.Specification.Sampling with { Temperature = temperature }, cancellationToken);
    }

    private static EvaluationOutcome Outcome(int index, Verdict greedy, Verdict[] sampled)
    {
        var judged = Array.FindAll(sampled, verdict => verdict.Kind != VerdictKind.VerifierError);
        var errors = sampled.Length - judged.Length + (greedy.Kind == VerdictKind.VerifierError ? 1 : 0);
        bool? solved = greedy.Kind == VerdictKind.VerifierError ? null : greedy.Kind == VerdictKind.Correct;
        return new(index, solved, judged.Length, judged.Count(verdict => verdict.Kind == VerdictKind.Correct), errors);
    }
}
