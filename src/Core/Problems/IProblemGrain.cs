using Orleans.Concurrency;
using Rollouts.Core.Hints;
using Rollouts.Core.ItemResponse;

namespace Rollouts.Core.Problems;

/// <summary>One problem in one run: what hints it got, how the policy answered, which rate comes next.
/// Key: <c>{run}/{problem}</c>.</summary>
/// <remarks>The rounds of a visit are kept in memory until its last one, whose write records the whole visit, carries the rate on
/// and closes the visit in one step guarded by the ETag: a visit is applied once or not at all. A crash in mid-visit loses only
/// rounds whose rollouts are lost as well; the visit is then made again from the same carried rate.</remarks>
public interface IProblemGrain : IGrainWithStringKey
{
    /// <summary>Begins a visit. A visit that was begun or ended before gets the same hints as then.</summary>
    /// <param name="ordinal">Ordinal of the visit; the one after the last ended visit, or that one again.</param>
    /// <param name="unitCount">L, units of the solution; at least 0.</param>
    /// <returns>The hint of round 0.</returns>
    /// <exception cref="InvalidOperationException">The ordinal leaves visits out, or is too old to be repeated.</exception>
    Task<Hint> BeginVisitAsync(int ordinal, int unitCount);

    /// <summary>Records what a round showed.</summary>
    /// <exception cref="InvalidOperationException">The visit was not begun here, or the rounds before are missing: begin it again.</exception>
    Task<RoundAnswer> RecordRoundAsync(int ordinal, RoundOutcome outcome);

    /// <summary>What inspection shows.</summary>
    [ReadOnly, AlwaysInterleave]
    Task<ProblemState> GetState();
}

/// <summary>What a round's rollouts showed.</summary>
/// <param name="Round">0-based round.</param>
/// <param name="PolicyVersion">Version that answered.</param>
/// <param name="SuccessCount">Answers that reached the success threshold.</param>
/// <param name="JudgedCount">Answers with a verdict; those with a verifier error are in neither count.</param>
[GenerateSerializer, Immutable, Alias("round-outcome")]
public sealed record RoundOutcome(int Round, int PolicyVersion, int SuccessCount, int JudgedCount);

/// <summary>What follows a round.</summary>
/// <param name="Next">The next round's hint; null after the last round.</param>
/// <param name="Fit">The item-response fit over all rounds; null before the last round and where hints play no part.</param>
/// <param name="AlreadyApplied">The round had been recorded before; nothing changed.</param>
[GenerateSerializer, Immutable, Alias("round-answer")]
public sealed record RoundAnswer(Hint? Next, ItemResponseFit? Fit, bool AlreadyApplied);

/// <summary>A round as it is kept.</summary>
/// <param name="Hint">What was shown.</param>
/// <param name="SuccessCount">See <see cref="RoundOutcome"/>.</param>
/// <param name="JudgedCount">See <see cref="RoundOutcome"/>.</param>
/// <param name="Fit">The fit over all rounds, in the last one; else null.</param>
[GenerateSerializer, Immutable, Alias("recorded-round")]
public sealed record RecordedRound(Hint Hint, int SuccessCount, int JudgedCount, ItemResponseFit? Fit);

/// <summary>A visit that has ended, or is being made.</summary>
/// <param name="Ordinal">Its ordinal.</param>
/// <param name="PolicyVersion">Version that answered the last round; null before the first.</param>
/// <param name="UnitCount">L, units of the solution.</param>
/// <param name="Rounds">The rounds that are recorded.</param>
/// <param name="NextHint">The hint of the round that is awaited; null after the last.</param>
[GenerateSerializer, Immutable, Alias("recorded-visit")]
public sealed record RecordedVisit(int Ordinal, int? PolicyVersion, int UnitCount, RecordedRound[] Rounds, Hint? NextHint);

/// <summary>A problem's memory in a run.</summary>
[GenerateSerializer, Immutable, Alias("problem-state")]
public sealed record ProblemState
{
    /// <summary>Rate that the next visit begins with, in [0, 1]; null before the first visit has ended.</summary>
    [Id(0)] public double? CarriedRate { get; init; }

    /// <summary>Visits that have ended.</summary>
    [Id(1)] public int EndedCount { get; init; }

    /// <summary>The newest ended visits, oldest first; at most <see cref="VisitProgress.KeptVisits"/>.</summary>
    [Id(2)] public RecordedVisit[] Visits { get; init; } = [];

    /// <summary>The visit that is being made; null if there is none. Kept in memory only.</summary>
    [Id(3)] public RecordedVisit? Outstanding { get; init; }
}
