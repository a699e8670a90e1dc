using Rollouts.Core.Experience;
using Rollouts.Core.Hints;
using Rollouts.Core.ItemResponse;
using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Rollouts.Core.Weights;
using Rollouts.Grains;

namespace Rollouts.Silo.Inference;

/// <summary>Makes one visit: hint, rollouts and verdicts round after round, then credit, then into the experience.</summary>
/// <remarks>Everything follows from the lease, the weights and the run's seed, so a visit that was cut short anywhere is made again
/// with the same outcome, and whoever hears of it twice knows it.</remarks>
internal sealed class VisitRunner(RunContext run, IGrainFactory grains, Answering answering, WaitTimes waits, TimeProvider time)
{
    private const int MaximumAttempts = 3;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly IExperienceGrain _experience = grains.GetGrain<IExperienceGrain>(run.Run.Value);
    private readonly IRunGrain _run = grains.GetGrain<IRunGrain>(run.Run.Value);

    /// <summary>Makes the visit and reports it.</summary>
    public async Task RunAsync(VisitLease lease, PolicyStamp policy, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        var problem = run.Problems.Train[lease.Problem];
        var (rounds, fit) = await MakeRoundsAsync(problem, lease, policy, cancellationToken);
        var (group, credit) = VisitCredit.Of(
            run.Specification, lease, new(problem.Id, lease.Ordinal), policy, rounds, fit, time.GetElapsedTime(begin).TotalSeconds);
        var report = VisitCredit.Report(run.Specification, lease, group, credit);
        await HandOverAsync(report, cancellationToken);
        await TransientFailures.RetryAsync(() => _run.ReportVisitAsync(report.Place, report.Degenerate), time, cancellationToken);
    }

    // A problem's grain that was re-activated in mid-visit has forgotten its rounds; they come out the same when made again.
    private async Task<(List<JudgedRound> Rounds, ItemResponseFit? Fit)> MakeRoundsAsync(
        Problem problem, VisitLease lease, PolicyStamp policy, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryMakeRoundsAsync(problem, lease, policy, cancellationToken);
            }
            catch (InvalidOperationException) when (attempt < MaximumAttempts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
            }
        }
    }

    private async Task<(List<JudgedRound> Rounds, ItemResponseFit? Fit)> TryMakeRoundsAsync(
        Problem problem, VisitLease lease, PolicyStamp policy, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IProblemGrain>(GrainKey.Of(run.Run.Value, problem.Id.Value));
        var unitCount = Prompt.UnitCount(run.Tokenizer, problem, run.Specification.Hint.Unit);
        var (rounds, fit) = (new List<JudgedRound>(), (ItemResponseFit?)null);
        Hint? hint = await TransientFailures.RetryAsync(() => grain.BeginVisitAsync(lease.Ordinal, unitCount), time, cancellationToken);
        while (hint is not null)
        {
            var round = await answering.AnswerAsync(problem, hint, IdsOf(problem, lease, rounds.Count), run.Specification.Sampling, cancellationToken);
            var outcome = Outcome(rounds.Count, policy.Version, round);
            rounds.Add(round);
            var answer = await TransientFailures.RetryAsync(() => grain.RecordRoundAsync(lease.Ordinal, outcome), time, cancellationToken);
            (hint, fit) = (answer.Next, answer.Fit);
        }

        return (rounds, fit);
    }

    private RolloutId[] IdsOf(Problem problem, VisitLease lease, int round) =>
        [.. Enumerable.Range(0, run.Specification.Hint.RolloutsPerRound).Select(index => new RolloutId(new(problem.Id, lease.Ordinal), round, index))];

    private RoundOutcome Outcome(int round, int version, JudgedRound judged)
    {
        var rewards = Array.FindAll(judged.Rewards, reward => !double.IsNaN(reward));
        return new(round, version, rewards.Count(reward => reward >= run.Specification.Hint.SuccessThreshold), rewards.Length);
    }

    private async Task HandOverAsync(VisitReport report, CancellationToken cancellationToken)
    {
        var (begin, pause) = (time.GetTimestamp(), TimeSpan.FromMilliseconds(20));
        while ((await TransientFailures.RetryAsync(() => _experience.AppendAsync(report), time, cancellationToken)).Result == AppendResult.Full)
        {
            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            waits.Add(WaitTimes.ForCredit, time.GetElapsedTime(begin));
            begin = time.GetTimestamp();
        }
    }
}
