using System.CommandLine;
using System.Globalization;
using Rollouts.Client.Recipes;
using Rollouts.Client.Rendering;
using Rollouts.Client.Runs;
using Rollouts.Core;
using Rollouts.Core.Runs;

namespace Rollouts.Client.Commands;

/// <summary><c>rollouts run</c>: starts a recipe and follows it to its end.</summary>
internal static class RunCommand
{
    public static Command Create(Application application)
    {
        var recipe = new Argument<string>("recipe") { Description = $"Name of a recipe ({string.Join(", ", application.Recipes.Names)}), or the path of a YAML file." };
        var (set, data, json) = (Arguments.Set(), Arguments.Data(), Arguments.Json());
        var seed = new Option<ulong?>("--seed") { Description = "The same as --set seed=<number>.", HelpName = "number" };
        var folder = new Option<string?>("--run-folder") { Description = "Folder of the run; ./runs/<recipe>-<time> unless given.", HelpName = "folder" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Checks everything and explains what the run would do, without starting it." };
        var command = new Command("run", "Starts a recipe and follows it to its end.") { recipe, set, data, seed, folder, dryRun, json };
        command.SetAction((parsed, stopping) => ExecuteAsync(application, new(
            parsed.GetRequiredValue(recipe), Overrides(parsed.GetValue(set)!, parsed.GetValue(data), parsed.GetValue(seed)), parsed.GetValue(folder),
            parsed.GetValue(dryRun), parsed.GetValue(json)), stopping));
        return command;
    }

    private static async Task<int> ExecuteAsync(Application application, Request request, CancellationToken stopping)
    {
        var specification = Recipe.Read(application.Recipes.Find(request.Recipe), request.Overrides).Specification;
        var plan = RunPlan.Make(specification, specification.Model.Path);
        if (request.DryRun) return Explain(application, plan, request.Json);
        var folder = request.Folder is { } path ? Unused(path) : application.Runs.New(specification.Recipe, application.Time.GetLocalNow());
        return await new RunSession(application, request.Json).FollowAsync(plan, folder, stopping);
    }

    private static int Explain(Application application, RunPlan plan, bool json)
    {
        if (json) application.WriteRaw(PlanJson.Of(plan));
        else application.Show(plan.View.ToRenderable());
        return ExitCode.Done;
    }

    private static RunFolder Unused(string path)
    {
        var folder = new RunFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        return File.Exists(folder.Specification)
            ? throw new InvalidInputException($"{folder.Path} holds a run already. Choose another --run-folder, or go on with that run: rollouts resume {path}")
            : folder;
    }

    private static string[] Overrides(string[] set, string? data, ulong? seed) =>
        [.. set, .. data is null ? [] : new[] { Arguments.DataOverride(data) }, .. seed is { } value ? [$"seed={value.ToString(CultureInfo.InvariantCulture)}"] : Array.Empty<string>()];

    /// <summary>What was asked for.</summary>
    private sealed record Request(string Recipe, string[] Overrides, string? Folder, bool DryRun, bool Json);
}
