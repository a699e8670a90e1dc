using System.Text.Json;
using Rollouts.Core.Tokenization;
using Rollouts.Inference.Loading;
using Rollouts.Support;

namespace Rollouts.Client.Tests.Commands;

/// <summary><c>rollouts eval --set</c> with a real policy: the one that the quickstart begins with.</summary>
public sealed class BenchmarkCommandTests : IDisposable
{
    private const int AnswerCount = 12 * 3;

    private static readonly string Policy = Path.Combine(Repository.Root, "recipes", "quickstart", "warm");

    private readonly ConsoleDriver _console = new();

    private string Answers => Directory.GetFiles(Path.Combine(_console.Folder, "out"), "answers.jsonl", SearchOption.AllDirectories).Single();

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task A_stopped_evaluation_goes_on_and_ends_with_the_same_answers()
    {
        Assert.Equal(ExitCode.Done, await EvaluateAsync());
        var undisturbed = Sorted();
        Assert.Equal(AnswerCount, undisturbed.Length);
        using (var stream = File.OpenWrite(Answers)) stream.SetLength(stream.Length / 2);
        var kept = File.ReadAllText(Answers).Count(character => character == '\n');

        Assert.Equal(ExitCode.Done, await EvaluateAsync());
        Assert.Contains($"puzzle: {kept} of {AnswerCount} answers are there already, {AnswerCount - kept} to go.", _console.Output);
        Assert.Equal(undisturbed, Sorted());

        Assert.Equal(ExitCode.Done, await EvaluateAsync());
        Assert.Contains($"puzzle: {AnswerCount} of {AnswerCount} answers are there already, 0 to go.", _console.Output);
    }

    [Fact]
    public async Task More_samples_are_added_to_those_that_are_there()
    {
        Assert.Equal(ExitCode.Done, await EvaluateAsync());
        Assert.Equal(ExitCode.Done, await EvaluateAsync("--samples", "3"));
        Assert.Contains($"{AnswerCount} of {AnswerCount + 12} answers are there already", _console.Output);
    }

    [Fact]
    public async Task The_report_is_json_and_nothing_else_is_on_standard_output()
    {
        Assert.Equal(ExitCode.Done, await EvaluateAsync("--json", "--problems", "5"));
        var report = JsonDocument.Parse(_console.Output).RootElement.GetProperty("reports")[0];
        Assert.Equal((5, 2), (report.GetProperty("problems").GetInt32(), report.GetProperty("samples").GetInt32()));
        Assert.Equal(15, report.GetProperty("verdicts").EnumerateObject().Sum(verdict => verdict.Value.GetInt32()));
        Assert.Contains("answers are there already", _console.Error);
    }

    [Fact]
    public async Task Two_policies_are_compared()
    {
        var copy = Path.Combine(_console.Folder, "copy");
        PolicyFolder.Save(copy, PolicyFolder.Load(Policy), TokenizerFile.Load(Policy));
        Assert.Equal(ExitCode.Done, await EvaluateAsync("--compare", copy, "--json"));
        var result = JsonDocument.Parse(_console.Output).RootElement;
        var comparison = result.GetProperty("comparisons")[0];
        Assert.Equal(1, comparison.GetProperty("greedy").GetProperty("p_value").GetDouble());
        Assert.Equal((0, 12), (comparison.GetProperty("sampled").GetProperty("value").GetDouble(), comparison.GetProperty("sampled").GetProperty("problems").GetInt32()));
        Assert.NotEqual(Hash(result.GetProperty("reports")), Hash(result.GetProperty("compared")));
        Assert.Equal(2, Directory.GetDirectories(Path.Combine(_console.Folder, "out")).Length);
    }

    [Fact]
    public async Task Other_conditions_are_refused()
    {
        Assert.Equal(ExitCode.Done, await EvaluateAsync());
        Assert.Equal(ExitCode.BadInput, await EvaluateAsync("--max-tokens", "20"));
        Assert.Contains("other conditions", _console.Error);
    }

    [Theory]
    [InlineData("There is no benchmark 'nonesuch'", "--set", "nonesuch")]
    [InlineData("'evaluation.samples' is 'many'", "--set", "puzzle.jsonl", "--samples", "many")]
    [InlineData("--compare is for benchmarks", "--compare", "other")]
    [InlineData("--out is for benchmarks", "--out", "other")]
    public async Task What_can_not_be_is_refused(string expected, params string[] arguments)
    {
        WritePuzzle();
        string[] line = ["eval", Policy, .. arguments.Select(argument => argument == "puzzle.jsonl" ? Path.Combine(_console.Folder, argument) : argument)];
        Assert.Equal(ExitCode.BadInput, await _console.InvokeAsync(line));
        Assert.Contains(expected, _console.Error);
    }

    private Task<int> EvaluateAsync(params string[] more)
    {
        string[] usual = ["eval", Policy, "--set", WritePuzzle(), "--set", "sampling.maximum_tokens=24", "--set", "evaluation.samples=2", "--out", Path.Combine(_console.Folder, "out")];
        return _console.InvokeAsync([.. usual, .. more]);
    }

    private string WritePuzzle() => _console.Write("puzzle.jsonl", string.Join('\n', Enumerable.Range(0, 12).Select(place =>
        JsonSerializer.Serialize(new { problem = $"{137 + 61 * place}>000:", answer = "000", subject = place % 2 == 0 ? "even" : "odd" }))));

    private string[] Sorted() => [.. File.ReadAllLines(Answers).Order(StringComparer.Ordinal)];

    private static string Hash(JsonElement reports) => reports[0].GetProperty("policy_sha256").GetString()!;
}
