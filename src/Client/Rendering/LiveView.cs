using Rollouts.Core.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rollouts.Client.Rendering;

/// <summary>The part of the screen that is drawn over while a run goes on: the newest steps, a progress bar, what is waited for.</summary>
internal static class LiveView
{
    private const int ShownSteps = 12;
    private const int BarWidth = 40;

    /// <summary>The view of a state.</summary>
    public static IRenderable Of(LiveState state)
    {
        var lines = new List<IRenderable>();
        if (state.Recent.Length > 0)
        {
            lines.Add(new Text(StepColumns.Titles, new Style(decoration: Decoration.Dim)));
            lines.AddRange(state.Recent.TakeLast(ShownSteps).Select(step => new Text(StepColumns.Line(step))));
        }

        lines.Add(new Text(Progress(state)));
        if (state.Waiting is { } waiting) lines.Add(new Text(PlainText.Of(waiting), new Style(decoration: Decoration.Dim)));
        return new Rows(lines);
    }

    /// <summary>For example <c>training ██████────── 120/250  2:11 left</c>.</summary>
    public static string Progress(LiveState state)
    {
        var share = state.Total == 0 ? 0 : (double)state.Done / state.Total;
        var full = (int)Math.Round(share * BarWidth);
        var bar = new string('█', full) + new string('─', BarWidth - full);
        var left = state.SecondsLeft is { } seconds ? $"  {Figures.Duration(seconds)} left" : "";
        return $"{Name(state.Phase)} {bar} {Figures.Count(state.Done)}/{Figures.Count(state.Total)}{left}";
    }

    private static string Name(RunPhase phase) => phase switch
    {
        RunPhase.Created => "starting",
        RunPhase.WarmStart => "warm start",
        RunPhase.Training => "training",
        RunPhase.Finishing => "last evaluation",
        RunPhase.Completed => "done",
        RunPhase.Stopped => "stopped",
        _ => "failed",
    };
}
