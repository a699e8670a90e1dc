using System.CommandLine;
using System.Text.Json;
using Rollouts.Client.Recipes;
using Rollouts.Client.Rendering;
using Rollouts.Client.Runs;
using Rollouts.Core;
using Rollouts.Core.Runs;
using Rollouts.Inference.Loading;
using Rollouts.Silo;
using Spectre.Console;

namespace Rollouts.Client.Commands;

/// <summary><c>rollouts eval</c>: measures a policy on held-out problems. It is a run of no steps, in a folder that is thrown away.</summary>
internal static class EvalCommand
{
    public static Command Create(Application application)
    {
        var policy = new Argument<string>("policy") { Description = "Id of a run (its newest weights), or a folder with config.json, model.safetensors and tokenizer.json." };
        var recipe = new Option<string?>("--recipe") { Description = "Recipe whose problems and evaluation are used; the run's own unless given.", HelpName = "recipe" };
        var (set, data, json) = (Arguments.Set(), Arguments.Data(), Arguments.Json());
        var command = new Command("eval", "Measures a policy on held-out problems, un-hinted.") { policy, recipe, set, data, json };
        command.SetAction((parsed, stopping) => ExecuteAsync(
            application, parsed.GetRequiredValue(policy), parsed.GetValue(recipe),
            [.. parsed.GetValue(set)!, .. parsed.GetValue(data) is { } path ? new[] { Arguments.DataOverride(path) } : []], parsed.GetValue(json), stopping));
        return command;
    }

    private static async Task<int> ExecuteAsync(
        Application application, string policy, string? recipe, string[] overrides, bool json, CancellationToken stopping)
    {
        var (folder, specification) = Find(application, policy, recipe, overrides);
        var plan = RunPlan.Make(Only(specification, folder), folder);
        var report = await MeasureAsync(application, plan, stopping);
        if (json) application.WriteRaw(JsonSerializer.Serialize(report, RunSpecificationJson.Options));
        else application.Show(EvaluationView.Of(report));
        return ExitCode.Done;
    }

    private static (string Folder, RunSpecification Specification) Find(Application application, string policy, string? recipe, string[] overrides)
    {
        var named = recipe is null ? null : Recipe.Read(application.Recipes.Find(recipe), overrides).Specification;
        if (PolicyFolder.HasWeights(policy))
            return (Path.GetFullPath(policy), named
                ?? throw new InvalidInputException($"{policy} is a policy without a run; expected --recipe, which says what problems to measure it on."));
        var run = application.Runs.Find(policy);
        var folder = run.PolicyFolders().FirstOrDefault() ?? throw new InvalidInputException($"{run.Id} has published no policy yet. Wait for its first step.");
        return (folder, named ?? Own(run, overrides));
    }

    private static RunSpecification Own(StoredRun run, string[] overrides)
    {
        var specification = run.Specification();
        Recipe.Override(specification, overrides, run.Folder.Specification);
        return specification;
    }

    private static RunSpecification Only(RunSpecification specification, string policy) => specification with
    {
        Steps = 0, WarmStart = specification.WarmStart with { Steps = 0 }, Model = specification.Model with { Path = policy },
    };

    private static async Task<EvaluationReport> MeasureAsync(Application application, RunPlan plan, CancellationToken stopping)
    {
        var folder = Directory.CreateTempSubdirectory("rollouts-eval-");
        try
        {
            var options = new RunHostOptions { Problems = plan.Problems, Tokenizer = plan.Tokenizer, Time = application.Time };
            await using var host = await RunHost.StartAsync(new(folder.FullName), plan.Specification, options, stopping);
            var final = await host.Completion.WaitAsync(stopping);
            return final.Evaluations is [.., var report] ? report : throw new InvalidOperationException(final.Failure ?? "The policy was not measured.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
