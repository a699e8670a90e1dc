using Rollouts.Core.Hints;
using Rollouts.Core.Rollouts;

namespace Rollouts.Core.Problems;

/// <summary>How a visit goes on round by round: the decisions of a problem's grain.</summary>
/// <param name="Options">The hint schedule.</param>
/// <param name="CarriedRate">Rate that the last visit left; null before the first.</param>
/// <param name="DroppedOut">Whether this visit is left without hints.</param>
/// <param name="Earlier">Rounds of the visit before that are remembered (<see cref="HintOptions.Memory"/>).</param>
public sealed record VisitProgress(HintOptions Options, double? CarriedRate, bool DroppedOut, IReadOnlyList<HintedRound> Earlier)
{
    /// <summary>Ended visits that are kept.</summary>
    public const int KeptVisits = 8;

    /// <summary>The decisions for one visit of a problem.</summary>
    public static VisitProgress For(HintOptions options, ProblemState state, VisitId visit, ulong runSeed) =>
        new(options, state.CarriedRate, HintSchedule.IsDroppedOut(options, visit, runSeed), Remembered(options, state));

    /// <summary>A visit before its first round.</summary>
    public RecordedVisit Begin(int ordinal, int unitCount) =>
        new(ordinal, null, unitCount, [], HintSchedule.Next(Options, unitCount, CarriedRate, [], DroppedOut, Earlier));

    /// <summary>The visit after another round; <see cref="RecordedVisit.NextHint"/> is null after the last one.</summary>
    public RecordedVisit Record(RecordedVisit visit, RoundOutcome outcome)
    {
        RecordedRound[] rounds = [.. visit.Rounds, new(visit.NextHint!, outcome.SuccessCount, outcome.JudgedCount, null)];
        var seen = Seen(rounds);
        if (rounds.Length < Options.Rounds)
            return visit with { PolicyVersion = outcome.PolicyVersion, Rounds = rounds, NextHint = HintSchedule.Next(Options, visit.UnitCount, CarriedRate, seen, DroppedOut, Earlier) };
        rounds[^1] = rounds[^1] with { Fit = HintSchedule.End(Options, visit.UnitCount, CarriedRate, seen, DroppedOut, Earlier).Fit };
        return visit with { PolicyVersion = outcome.PolicyVersion, Rounds = rounds, NextHint = null };
    }

    /// <summary>The problem's memory after an ended visit.</summary>
    public ProblemState End(ProblemState state, RecordedVisit visit) => state with
    {
        CarriedRate = HintSchedule.End(Options, visit.UnitCount, CarriedRate, Seen(visit.Rounds), DroppedOut, Earlier).CarriedRate,
        EndedCount = visit.Ordinal + 1,
        Visits = [.. state.Visits.TakeLast(KeptVisits - 1), visit],
    };

    /// <summary>What was answered, or is to be answered, after a recorded round.</summary>
    public static RoundAnswer Answer(RecordedVisit visit, int round, bool alreadyApplied) => new(
        round + 1 < visit.Rounds.Length ? visit.Rounds[round + 1].Hint : visit.NextHint, visit.Rounds[round].Fit, alreadyApplied);

    private static HintedRound[] Remembered(HintOptions options, ProblemState state) =>
        options.Memory > 0 && state.Visits is [.., var last] ? Seen(last.Rounds, options.Memory) : [];

    private static HintedRound[] Seen(RecordedRound[] rounds, double weight = 1) =>
        [.. rounds.Select(round => new HintedRound(round.Hint, round.JudgedCount == 0 ? double.NaN : (double)round.SuccessCount / round.JudgedCount, weight))];
}
