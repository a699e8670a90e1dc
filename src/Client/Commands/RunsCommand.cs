using System.CommandLine;
using Rollouts.Client.Rendering;
using Rollouts.Core.Runs;

namespace Rollouts.Client.Commands;

/// <summary><c>rollouts runs</c>: every run with where it stands.</summary>
internal static class RunsCommand
{
    public static Command Create(Application application)
    {
        var json = Arguments.Json();
        var command = new Command("runs", "Lists the runs in ./runs.") { json };
        command.SetAction(parsed => Execute(application, parsed.GetValue(json)));
        return command;
    }

    private static int Execute(Application application, bool json)
    {
        var runs = application.Runs.All.Select(run => run.Summary()).OfType<RunSummary>().ToArray();
        if (json) application.WriteRaw("[" + string.Join(",\n", runs.Select(run => run.ToJson())) + "]");
        else application.Show(RunsView.Of(runs));
        return ExitCode.Done;
    }
}
