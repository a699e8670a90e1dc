using Rollouts.Core.Runs;

namespace Rollouts.Client.Rendering;

/// <summary>What an event leaves on the screen for good.</summary>
internal static class EventLines
{
    /// <summary>Lines that stay above the live view: evaluations and alarms.</summary>
    public static IEnumerable<string> Lasting(RunEvent happened) => happened switch
    {
        Evaluated { Report: var report } => [Evaluation(report)],
        Alarmed alarm => [$"! {PlainText.Of(alarm.Text)}"],
        _ => [],
    };

    /// <summary>All that a console without a live view prints: besides what lasts, phases, and about fifty steps of the run.</summary>
    /// <param name="state">The state after the event.</param>
    public static IEnumerable<string> Plain(RunEvent happened, LiveState state) => happened switch
    {
        PhaseChanged change => [$"{Phase(change.Phase)}{(change.Reason is { } reason ? $": {PlainText.Of(reason)}" : "")}"],
        WarmStartStepped step when IsShown(step.Step, state.WarmStartSteps) =>
            [$"warm start {step.Step}/{state.WarmStartSteps}  loss {Figures.Of(step.Metrics, MetricNames.Loss)}{Left(state)}"],
        Stepped step when state.Recent.Length == 1 => [StepColumns.Titles, StepColumns.Line(step)],
        Stepped step when IsShown(step.Step, state.Steps) => [StepColumns.Line(step) + Left(state)],
        _ => Lasting(happened),
    };

    private static string Evaluation(EvaluationReport report) =>
        $"held out, un-hinted, after step {report.Policy.Version}: sampled {Figures.Of(report.Sampled)}, greedy {Figures.Of(report.Greedy)}, {report.Sampled.Problems} problems";

    private static string Left(LiveState state) => state.SecondsLeft is { } seconds ? $"  {Figures.Duration(seconds)} left" : "";

    private static bool IsShown(int step, int total) => step == 1 || step == total || step % Math.Max(1, total / 50) == 0;

    private static string Phase(RunPhase phase) => phase switch
    {
        RunPhase.Created => "Starting",
        RunPhase.WarmStart => "Warm start: the policy learns from examples first",
        RunPhase.Training => "Training",
        RunPhase.Finishing => "Last evaluation",
        RunPhase.Completed => "Done",
        RunPhase.Stopped => "Stopped",
        _ => "Failed",
    };
}
