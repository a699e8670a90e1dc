using Rollouts.Core.Weights;

namespace Rollouts.Core.Runs;

/// <summary>A run as one look sees it.</summary>
/// <param name="Run">Which run.</param>
/// <param name="Recipe">Its recipe.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Failure">Why it failed; null unless it did.</param>
/// <param name="WarmStartStep">Supervised steps done.</param>
/// <param name="WarmStartSteps">Supervised steps in all.</param>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Steps">Optimizer steps in all.</param>
/// <param name="Policy">The newest published weights; null before the first.</param>
/// <param name="Metrics">The newest value of every metric.</param>
/// <param name="Evaluations">Every evaluation, by version.</param>
/// <param name="Ledger">Where every rollout is.</param>
/// <param name="GeneratedTokens">Tokens drawn for training.</param>
/// <param name="Seconds">Wall seconds of work, resumptions added up.</param>
/// <param name="Waiting">What the run waits for right now, in words; null if for nothing.</param>
/// <param name="Alarms">What a person should know, in plain words; newest last.</param>
[GenerateSerializer, Immutable, Alias("run-snapshot")]
public sealed record RunSnapshot(
    RunId Run, string Recipe, ulong Seed, RunPhase Phase, string? Failure, int WarmStartStep, int WarmStartSteps, int Step, int Steps,
    PolicyStamp? Policy, Dictionary<string, double> Metrics, EvaluationReport[] Evaluations, Ledger Ledger, long GeneratedTokens,
    double Seconds, string? Waiting, string[] Alarms);
