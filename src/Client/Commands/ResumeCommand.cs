using System.CommandLine;
using Rollouts.Client.Runs;

namespace Rollouts.Client.Commands;

/// <summary><c>rollouts resume</c>: goes on with a run that was stopped, failed or killed.</summary>
internal static class ResumeCommand
{
    public static Command Create(Application application)
    {
        var (run, json) = (Arguments.Run(), Arguments.Json());
        var command = new Command("resume", "Goes on with a run that was stopped, has failed or was killed.") { run, json };
        command.SetAction((parsed, stopping) => ExecuteAsync(
            application, application.Runs.Find(parsed.GetRequiredValue(run)), parsed.GetValue(json), stopping));
        return command;
    }

    private static Task<int> ExecuteAsync(Application application, StoredRun run, bool json, CancellationToken stopping)
    {
        var specification = run.Specification();
        var plan = RunPlan.Make(specification, run.PolicyFolders().FirstOrDefault() ?? specification.Model.Path);
        return new RunSession(application, json).FollowAsync(plan, run.Folder, stopping);
    }
}
