using System.CommandLine;
using System.Text.Json;
using Rollouts.Client.Recipes;
using Rollouts.Client.Rendering;
using Rollouts.Client.Runs;
using Rollouts.Core;
using Rollouts.Core.Benchmarks;
using Rollouts.Core.Runs;
using Rollouts.Inference.Loading;
using Rollouts.Silo;
using Spectre.Console;

namespace Rollouts.Client.Commands;

/// <summary><c>rollouts eval</c>: measures a policy, on the held-out problems of its recipe or on the benchmarks that <c>--set</c> names. The first is a
/// run of no steps, in a folder that is thrown away; <see cref="BenchmarkCommand"/> is the second.</summary>
internal static class EvalCommand
{
    public static Command Create(Application application)
    {
        var policy = new Argument<string>("policy") { Description = "Id of a run (its newest weights), or a folder with config.json, model.safetensors and tokenizer.json." };
        var recipe = new Option<string?>("--recipe") { Description = "Recipe whose problems, prompt and evaluation are used; the run's own unless given.", HelpName = "recipe" };
        var set = new Option<string[]>("--set")
        {
            Description = $"A benchmark ({string.Join(", ", BenchmarkCatalog.Names)}, or a file), or an override such as evaluation.samples=8; may be given again and again.",
            HelpName = "benchmark | key=value", DefaultValueFactory = _ => [],
        };
        var data = new Option<string?>("--data") { Description = "With benchmarks: the folder that holds them. Else the folder with train.jsonl and test.jsonl.", HelpName = "folder" };
        var compare = new Option<string?>("--compare") { Description = "Another policy that answers the same benchmarks, and is compared with the first.", HelpName = "policy" };
        var output = new Option<string?>("--out") { Description = "Where answers to benchmarks are kept, a folder for each policy in it; ./evaluations unless given. What is there is not answered again.", HelpName = "folder" };
        var (samples, tokens, problems) = (Number("--samples", "evaluation.samples"), Number("--max-tokens", "sampling.maximum_tokens"), Number("--problems", "evaluation.problems"));
        var json = Arguments.Json();
        var command = new Command("eval", "Measures a policy, un-hinted: on held-out problems, or on benchmarks.") { policy, recipe, set, data, compare, output, samples, tokens, problems, json };
        command.SetAction((parsed, stopping) =>
        {
            var benchmarks = parsed.GetValue(set)!.Where(IsBenchmark).ToArray();
            string[] overrides = [.. parsed.GetValue(set)!.Where(value => !IsBenchmark(value)), .. new[] { samples, tokens, problems }.Select(option => parsed.GetValue(option)).OfType<string>()];
            var request = new BenchmarkRequest(
                parsed.GetRequiredValue(policy), parsed.GetValue(compare), benchmarks, parsed.GetValue(data), parsed.GetValue(recipe), overrides, parsed.GetValue(output), parsed.GetValue(json));
            return benchmarks.Length > 0 ? BenchmarkCommand.ExecuteAsync(application, request, stopping) : HeldOutAsync(application, request, stopping);
        });
        return command;
    }

    // A number that is the same as an override.
    private static Option<string?> Number(string name, string key) => new(name)
    {
        Description = $"The same as --set {key}=<number>.", HelpName = "number",
        CustomParser = result => $"{key}={result.Tokens[0].Value}",
    };

    private static bool IsBenchmark(string set) => !set.Contains('=', StringComparison.Ordinal) || File.Exists(set);

    private static Task<int> HeldOutAsync(Application application, BenchmarkRequest request, CancellationToken stopping)
    {
        if ((request.Compare is null ? request.Out is null ? null : "--out" : "--compare") is { } option)
            throw new InvalidInputException($"{option} is for benchmarks; name one with --set, such as --set gsm8k.");
        string[] overrides = [.. request.Overrides, .. request.Data is { } path ? new[] { Arguments.DataOverride(path) } : []];
        return ExecuteAsync(application, request.Policy, request.Recipe, overrides, request.Json, stopping);
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
        if (File.Exists(Path.Combine(policy, PolicyFolder.ConfigName)))
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
