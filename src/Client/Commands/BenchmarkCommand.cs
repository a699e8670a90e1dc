using System.Text.Json;
using Rollouts.Client.Recipes;
using Rollouts.Client.Rendering;
using Rollouts.Client.Runs;
using Rollouts.Core;
using Rollouts.Core.Benchmarks;
using Rollouts.Core.Hints;
using Rollouts.Core.Runs;
using Rollouts.Core.Tokenization;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;

namespace Rollouts.Client.Commands;

/// <summary><c>rollouts eval --set gsm8k …</c>: a policy on benchmarks, and compared with another where one is named.</summary>
internal static class BenchmarkCommand
{
    private const int UsualMaximumTokens = 1024;

    /// <summary>Measures, reports and compares.</summary>
    public static async Task<int> ExecuteAsync(Application application, BenchmarkRequest request, CancellationToken stopping)
    {
        var benchmarks = request.Benchmarks.Distinct().Select(name => BenchmarkCatalog.Load(name, request.Data)).ToArray();
        RequireNames(benchmarks);
        var (first, second) = (Policy.Find(application, request.Policy), request.Compare is { } other ? Policy.Find(application, other) : null);
        var specification = Specification(application, request, first, second);
        var session = new BenchmarkSession(application, benchmarks, request.Json);
        var measured = await session.MeasureAsync(first.Folder, specification, hash => Folder(application, request, first, hash), stopping);
        var compared = second is null ? null : await session.MeasureAsync(second.Folder, specification, hash => Folder(application, request, second, hash), stopping);
        var comparisons = compared is null ? [] : measured.Zip(compared, (one, two) => BenchmarkComparison.Of(one.Report.Benchmark, one.Answers, two.Answers)).ToArray();
        Show(application, request.Json, Reports(measured), compared is null ? null : Reports(compared), comparisons);
        return ExitCode.Done;
    }

    private static BenchmarkReport[] Reports(BenchmarkResult[] results) => Array.ConvertAll(results, result => result.Report);

    private static void Show(Application application, bool json, BenchmarkReport[] first, BenchmarkReport[]? second, BenchmarkComparison[] comparisons)
    {
        if (json)
        {
            application.WriteRaw(JsonSerializer.Serialize(new { Reports = first, Compared = second, Comparisons = comparisons }, RunSpecificationJson.Options));
            return;
        }

        application.Show(BenchmarkView.Of(first));
        if (second is not null) application.Show(BenchmarkView.Of(second));
        if (comparisons.Length > 0) application.Show(BenchmarkView.Compared(comparisons));
    }

    // Both policies of a comparison are measured in the same way: as the recipe says, else as the first of them that is a run.
    private static RunSpecification Specification(Application application, BenchmarkRequest request, Policy first, Policy? second)
    {
        // The recipe says how is asked; what is asked are the benchmarks, so its own problems need not be at hand.
        string[] overrides = [.. request.Overrides, Arguments.DataOverride(request.Data ?? first.Folder)];
        if (request.Recipe is { } recipe) return Recipe.Read(application.Recipes.Find(recipe), overrides).Specification;
        var run = first.Run ?? second?.Run;
        var specification = run?.Specification() ?? Usual(first.Folder);
        Recipe.Override(specification, request.Overrides, run?.Folder.Specification ?? first.Folder);
        return specification;
    }

    // A checkpoint that was taught to chat is asked in its own way.
    private static RunSpecification Usual(string policy)
    {
        ModelConfig config = ModelConfigFile.Read(Path.Combine(policy, PolicyFolder.ConfigName));
        return new()
        {
            Model = new() { Path = policy, ContextLength = config.ContextLength, Template = TokenizerFile.Load(policy).HasChat ? PromptKind.Chat : PromptKind.Plain },
            Sampling = new() { MaximumTokens = Math.Max(1, Math.Min(UsualMaximumTokens, config.ContextLength - 1)) },
        };
    }

    private static string Folder(Application application, BenchmarkRequest request, Policy policy, string hash)
    {
        var all = request.Out is { } given ? Path.GetFullPath(given) : Path.Combine(Path.GetDirectoryName(application.Runs.Folder)!, "evaluations");
        return Path.Combine(all, $"{policy.Name}-{hash.AsSpan(0, 8)}");
    }

    private static void RequireNames(Benchmark[] benchmarks)
    {
        if (benchmarks.CountBy(benchmark => benchmark.Name).FirstOrDefault(name => name.Value > 1) is { Value: > 1 } twice)
            throw new InvalidInputException($"{twice.Value} benchmarks are named '{twice.Key}'; their answers would share a folder. Rename a file, or measure them one by one.");
    }

    /// <summary>A policy that was named.</summary>
    /// <param name="Name">Short, for folders.</param>
    /// <param name="Folder">Of its files.</param>
    /// <param name="Run">The run that made it; null for a folder that is no run.</param>
    private sealed record Policy(string Name, string Folder, StoredRun? Run)
    {
        public static Policy Find(Application application, string policy)
        {
            var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(policy));
            if (File.Exists(Path.Combine(folder, PolicyFolder.ConfigName))) return new(Path.GetFileName(folder), folder, null);
            var run = application.Runs.Find(policy);
            return new(run.Id.Value, run.PolicyFolders().FirstOrDefault() ?? throw new InvalidInputException($"{run.Id} has published no policy yet. Wait for its first step."), run);
        }
    }
}

/// <summary>What was asked for.</summary>
/// <param name="Policy">A run, or a folder with a policy.</param>
/// <param name="Compare">Another; null = none.</param>
/// <param name="Benchmarks">Names or files; at least one.</param>
/// <param name="Data">The data folder; null where none was given.</param>
/// <param name="Recipe">Whose prompt and sampling are used; null = the run's own, or the usual ones.</param>
/// <param name="Overrides">Each <c>key=value</c>.</param>
/// <param name="Out">Folder that holds a folder of answers for each policy; null = <c>evaluations</c>.</param>
/// <param name="Json">Whether the report is wanted as JSON.</param>
internal sealed record BenchmarkRequest(
    string Policy, string? Compare, string[] Benchmarks, string? Data, string? Recipe, string[] Overrides, string? Out, bool Json);
