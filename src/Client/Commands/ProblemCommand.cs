using System.CommandLine;
using System.Text.Json;
using Rollouts.Client.Recipes;
using Rollouts.Client.Rendering;
using Rollouts.Client.Runs;
using Rollouts.Core;
using Rollouts.Core.Advantages;
using Rollouts.Core.Runs;

namespace Rollouts.Client.Commands;

/// <summary><c>rollouts problem</c>: one problem's hints, item-response curve and last rollouts.</summary>
internal static class ProblemCommand
{
    public static Command Create(Application application)
    {
        var run = Arguments.Run();
        var problem = new Argument<string>("problem") { Description = "Id of the problem, as `rollouts show <run> --step <number>` names it." };
        var json = Arguments.Json();
        var command = new Command("problem", "Shows one problem of a run: hint history, item-response curve, last rollouts.") { run, problem, json };
        command.SetAction(parsed => Execute(
            application, application.Runs.Find(parsed.GetRequiredValue(run)), parsed.GetRequiredValue(problem), parsed.GetValue(json)));
        return command;
    }

    private static int Execute(Application application, StoredRun run, string problem, bool json)
    {
        var visits = Visits(run, problem);
        var decode = run.Decoder();
        if (json) application.WriteRaw(JsonSerializer.Serialize(visits.Select(visit => RolloutJson.Of(visit, decode)), RunSpecificationJson.Options));
        else application.Show(ProblemView.Of(visits, decode));
        return ExitCode.Done;
    }

    private static CreditedGroup[] Visits(StoredRun run, string problem)
    {
        var seen = new HashSet<string>();
        var visits = new List<CreditedGroup>();
        foreach (var group in run.RecordedSteps.SelectMany(run.Rollouts))
        {
            seen.Add(group.Problem);
            if (group.Problem == problem) visits.Add(group);
        }

        return visits.Count > 0
            ? [.. visits.OrderBy(visit => visit.Visit)]
            : throw new InvalidInputException(
                $"{run.Id} has no rollouts of a problem '{problem}'.{NearestWord.Suggestion(problem, seen)} {seen.Count} problems were visited, for example {string.Join(", ", seen.Order(StringComparer.Ordinal).Take(3))}.");
    }
}
