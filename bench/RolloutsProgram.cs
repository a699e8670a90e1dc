using System.Diagnostics;
using System.Text.Json;
using Rollouts.Core.Runs;

namespace Rollouts.Bench;

/// <summary>The program as a person starts it, in a process of its own.</summary>
internal static class RolloutsProgram
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(30);

    /// <summary>Runs a recipe to its end and reads what it left.</summary>
    /// <param name="recipe">Name or path of the recipe.</param>
    /// <param name="folder">Run folder; must not exist.</param>
    /// <param name="arguments">Further arguments.</param>
    /// <exception cref="InvalidOperationException">It did not end with exit code 0; the message has its last words.</exception>
    public static FinishedRun Run(string recipe, string folder, params string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "rollouts.dll"), "run", recipe, "--run-folder", folder, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Deadline))
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{recipe} had not ended after {Deadline.TotalMinutes} minutes; its folder is {folder}.");
        }

        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{recipe} ended with exit code {process.ExitCode}:\n{output.Result}\n{error.Result}");
        return FinishedRun.Read(new(folder), watch.Elapsed.TotalSeconds);
    }
}

/// <summary>A run that has ended.</summary>
/// <param name="Summary">Its summary.</param>
/// <param name="Lines">The lines of its metrics, in order.</param>
/// <param name="WallSeconds">From the start of the process to its end.</param>
internal sealed record FinishedRun(RunSummary Summary, JsonElement[] Lines, double WallSeconds)
{
    /// <summary>Reads a run's folder.</summary>
    public static FinishedRun Read(RunFolder folder, double wallSeconds) => new(
        RunSummary.Read(File.ReadAllText(folder.Summary)),
        [.. File.ReadLines(folder.Metrics).Select(line => JsonDocument.Parse(line).RootElement)], wallSeconds);

    /// <summary>The measured versions in order, each with its sampled held-out accuracy.</summary>
    public IEnumerable<(int Version, double Sampled)> Evaluations() =>
        from line in Lines
        where line.GetProperty("event").GetString() == "evaluation"
        let sampled = line.EnumerateObject().First(metric => metric.Name.EndsWith("/sampled", StringComparison.Ordinal))
        select (line.GetProperty("step").GetInt32(), sampled.Value.GetDouble());

    /// <summary>The values of a metric, in order, where a line has it.</summary>
    public IEnumerable<double> Values(string metric) =>
        Lines.Where(line => line.TryGetProperty(metric, out _)).Select(line => line.GetProperty(metric).GetDouble());
}
