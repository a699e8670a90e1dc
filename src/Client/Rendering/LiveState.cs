using System.Collections.Immutable;
using Rollouts.Core.Runs;

namespace Rollouts.Client.Rendering;

/// <summary>What the live view shows: a run's events so far.</summary>
/// <param name="Steps">Optimizer steps in all.</param>
/// <param name="WarmStartSteps">Supervised steps in all.</param>
/// <param name="Phase">Where the run stands.</param>
/// <param name="Recent">The newest steps, oldest first; at most <see cref="Kept"/>.</param>
/// <param name="WarmStart">The newest supervised steps, oldest first; at most <see cref="Kept"/>.</param>
/// <param name="Waiting">What the run waits for, in words; null if for nothing.</param>
internal sealed record LiveState(
    int Steps, int WarmStartSteps, RunPhase Phase, ImmutableArray<Stepped> Recent, ImmutableArray<WarmStartStepped> WarmStart, string? Waiting)
{
    /// <summary>Steps that are remembered: enough for the table and for a steady guess at the time left.</summary>
    public const int Kept = 20;

    /// <summary>Nothing seen yet.</summary>
    public static LiveState Begin(RunSpecification specification) =>
        new(specification.Steps, specification.WarmStart.Steps, RunPhase.Created, [], [], null);

    /// <summary>The state after an event.</summary>
    public LiveState After(RunEvent happened) => happened switch
    {
        // A phase begins with a pace of its own; so does a resumed one.
        PhaseChanged change => this with { Phase = change.Phase, Waiting = change.Reason, Recent = change.Phase == RunPhase.Training ? [] : Recent },
        Stepped step => this with { Recent = Append(Recent, step) },
        WarmStartStepped step => this with { WarmStart = Append(WarmStart, step) },
        _ => this,
    };

    /// <summary>Steps done in the present phase.</summary>
    public int Done => Phase == RunPhase.WarmStart ? WarmStart.LastOrDefault()?.Step ?? 0 : Recent.LastOrDefault()?.Step ?? 0;

    /// <summary>Steps of the present phase.</summary>
    public int Total => Phase == RunPhase.WarmStart ? WarmStartSteps : Steps;

    /// <summary>Seconds until the present phase ends, from the pace of its newest steps; null before the second step.</summary>
    public double? SecondsLeft => Phase == RunPhase.WarmStart
        ? Left(WarmStart.Select(step => (step.Step, step.At)).ToArray(), WarmStartSteps)
        : Left(Recent.Select(step => (step.Step, step.At)).ToArray(), Steps);

    private static double? Left((int Step, DateTimeOffset At)[] steps, int total) =>
        steps.Length >= 2 && steps[^1].Step > steps[0].Step
            ? (steps[^1].At - steps[0].At).TotalSeconds / (steps[^1].Step - steps[0].Step) * (total - steps[^1].Step)
            : null;

    private static ImmutableArray<T> Append<T>(ImmutableArray<T> items, T item) =>
        (items.Length < Kept ? items : items.RemoveAt(0)).Add(item);
}
