using System.CommandLine;
using System.Text.Json;
using Rollouts.Client.Rendering;
using Rollouts.Client.Runs;
using Rollouts.Core;
using Rollouts.Core.Advantages;
using Rollouts.Core.Runs;
using Spectre.Console;

namespace Rollouts.Client.Commands;

/// <summary><c>rollouts show</c>: a run's summary and course, or the rollouts of one of its steps.</summary>
internal static class ShowCommand
{
    public static Command Create(Application application)
    {
        var run = Arguments.Run();
        var step = new Option<int?>("--step") { Description = "Shows the rollouts of this step instead.", HelpName = "number" };
        var limit = new Option<int>("--limit") { Description = "Groups of the step to show; 0 = all.", DefaultValueFactory = _ => 4, HelpName = "count" };
        var json = Arguments.Json();
        var command = new Command("show", "Shows a run: its summary and course, or the rollouts of one step.") { run, step, limit, json };
        command.SetAction(parsed => Execute(
            application, application.Runs.Find(parsed.GetRequiredValue(run)), parsed.GetValue(step), parsed.GetValue(limit), parsed.GetValue(json)));
        return command;
    }

    private static int Execute(Application application, StoredRun run, int? step, int limit, bool json)
    {
        if (step is { } number) ShowStep(application, run, run.Rollouts(number), limit, json);
        else ShowRun(application, run, json);
        return ExitCode.Done;
    }

    private static void ShowRun(Application application, StoredRun run, bool json)
    {
        if (run.Summary() is not { } summary)
            throw new InvalidInputException($"{run.Id} has no summary yet ({run.Folder.Summary}). Wait until it has begun, or resume it: rollouts resume {run.Id}");
        if (json)
        {
            application.WriteRaw(summary.ToJson());
            return;
        }

        application.Show(CurvesView.Of(run.Metrics()));
        application.Show(SummaryView.Of(summary, run.Folder.Path));
    }

    private static void ShowStep(Application application, StoredRun run, CreditedGroup[] groups, int limit, bool json)
    {
        var shown = limit > 0 ? groups.Take(limit).ToArray() : groups;
        var decode = run.Decoder();
        if (json)
        {
            application.WriteRaw(JsonSerializer.Serialize(shown.Select(group => RolloutJson.Of(group, decode)), RunSpecificationJson.Options));
            return;
        }

        application.Show(RolloutsView.Of(shown, decode));
        if (shown.Length < groups.Length) application.Console.WriteLine($"{groups.Length - shown.Length} more groups; --limit 0 shows all.");
    }
}
