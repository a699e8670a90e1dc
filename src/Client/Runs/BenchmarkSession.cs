using System.Text.Json;
using Rollouts.Client.Rendering;
using Rollouts.Core.Benchmarks;
using Rollouts.Core.Runs;
using Rollouts.Core.Verification;
using Rollouts.Silo.Benchmarks;
using Spectre.Console;

namespace Rollouts.Client.Runs;

/// <summary>Benchmarks answered by one policy or by two, from the first missing answer to the report.</summary>
/// <param name="application">Where it is shown.</param>
/// <param name="benchmarks">What is answered.</param>
/// <param name="json">Whether the result is wanted as JSON; progress then goes to the error stream.</param>
internal sealed class BenchmarkSession(Application application, Benchmark[] benchmarks, bool json)
{
    private const int ProgressLines = 10;

    /// <summary>Lets a policy answer what it has not answered yet.</summary>
    /// <param name="policy">Folder of the policy.</param>
    /// <param name="folderOf">From the hash of its weights to the folder of its answers.</param>
    public async Task<BenchmarkResult[]> MeasureAsync(string policy, RunSpecification specification, Func<string, string> folderOf, CancellationToken stopping)
    {
        await using var runner = await BenchmarkRunner.StartAsync(policy, specification, application.Time, stopping);
        var folder = folderOf(runner.PolicySha256);
        Say($"{PlainText.Of(policy)}: answers go to {PlainText.Of(folder)}; the same command goes on where this one was stopped.");
        var results = new List<BenchmarkResult>();
        foreach (var benchmark in benchmarks) results.Add(await MeasureAsync(runner, benchmark, Path.Combine(folder, benchmark.Name), stopping));
        return [.. results];
    }

    private async Task<BenchmarkResult> MeasureAsync(BenchmarkRunner runner, Benchmark benchmark, string folder, CancellationToken stopping)
    {
        var (conditions, problems) = (runner.Conditions(benchmark), benchmark.Problems.Take(runner.ProblemCount(benchmark)).Select(problem => problem.Id.Value).ToHashSet());
        using var file = AnswerFile.Open(folder, conditions);
        var (wanted, there) = (runner.AnswerCount(benchmark), file.Read().Count(answer => runner.IsWanted(answer, problems)));
        Say($"{benchmark.Name}: {Figures.Count(there)} of {Figures.Count(wanted)} answers are there already, {Figures.Count(wanted - there)} to go.");
        var progress = new Progress(this, benchmark.Name, there, wanted);
        await runner.AnswerAsync(benchmark, file, progress.Add, stopping);
        // Their texts stay in the file.
        BenchmarkAnswer[] answers = [.. file.Read().Where(answer => runner.IsWanted(answer, problems)).Select(answer => answer with { Text = "", Reason = "" })];
        var report = BenchmarkTally.Report(conditions, answers, AnswerEquality.AreEqual);
        await File.WriteAllTextAsync(Path.Combine(folder, "report.json"), JsonSerializer.Serialize(report, RunSpecificationJson.Options), stopping);
        return new(report, answers);
    }

    private void Say(string line)
    {
        if (json) application.Error.WriteLine(line);
        else application.Console.WriteLine(line);
    }

    /// <summary>Tells every tenth of the way.</summary>
    private sealed class Progress(BenchmarkSession session, string name, int there, int wanted)
    {
        private readonly Lock _lock = new();
        private int _count = there;

        public void Add(int count)
        {
            lock (_lock)
            {
                var before = (long)_count * ProgressLines / wanted;
                _count += count;
                if ((long)_count * ProgressLines / wanted > before) session.Say($"{name}: {Figures.Count(_count)} of {Figures.Count(wanted)} answers.");
            }
        }
    }
}

/// <summary>What a policy came to on a benchmark.</summary>
/// <param name="Report">Its figures.</param>
/// <param name="Answers">What they are made of, without the texts.</param>
internal sealed record BenchmarkResult(BenchmarkReport Report, BenchmarkAnswer[] Answers);
