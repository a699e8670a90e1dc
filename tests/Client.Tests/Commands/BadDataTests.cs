namespace Rollouts.Client.Tests.Commands;

/// <summary>Data files that can't be used: refused before anything starts, with file, line, what was expected and what to do.</summary>
public sealed class BadDataTests : IDisposable
{
    private const string Good = """{"question": "1 + 1?", "answer": "1 + 1 = 2\n#### 2"}""";

    private readonly ConsoleDriver _console = new();

    [Fact]
    public Task A_folder_that_is_not_there() => RefusedAsync("is no folder");

    [Fact]
    public Task A_file_that_is_not_there()
    {
        _console.Write("data/test.jsonl", Good);
        return RefusedAsync("train.jsonl", "missing");
    }

    [Fact]
    public Task A_line_that_is_not_json() => RefusedAsync([Good, "{\"question\": "], "train.jsonl:2", "not JSON");

    [Fact]
    public Task A_problem_without_a_statement() => RefusedAsync([Good, """{"answer": "#### 2"}"""], "train.jsonl:2", "question");

    [Fact]
    public Task A_problem_without_a_solution() => RefusedAsync([Good, Good, """{"question": "1 + 1?"}"""], "train.jsonl:3", "answer");

    [Fact]
    public Task A_problem_without_a_final_answer() =>
        RefusedAsync([Good, """{"question": "1 + 1?", "answer": "It is two."}"""], "train.jsonl:2", "####");

    [Fact]
    public Task A_file_without_a_problem() => RefusedAsync([], "train.jsonl", "no problem");

    [Fact]
    public Task More_problems_a_step_than_there_are() =>
        RefusedAsync(["""{"question": "2 + 1?", "answer": "2 + 1 = 3\n#### 3"}"""], "'schedule.problems_per_step' is 16", "1 problems to learn from");

    [Fact]
    public async Task Bad_lines_may_be_skipped_and_the_plan_tells_them()
    {
        _console.Write("data/train.jsonl", string.Join('\n', Enumerable.Range(0, 40).Select(place => $$"""{"question": "{{place}} + 1?", "answer": "#### {{place + 1}}"}""").Append("{")));
        _console.Write("data/test.jsonl", Good.Replace("1 + 1?", "What is 1 + 1?", StringComparison.Ordinal));
        string[] line =
        [
            "run", "gsm8k-tiny", "--dry-run", "--data", Path.Combine(_console.Folder, "data"), "--set", "problems.train_count=0", "--set", "problems.held_out_count=0",
            "--set", "problems.bad_lines=skip",
        ];
        Assert.Equal(ExitCode.Done, await _console.InvokeAsync(line));
        Assert.Contains("! Skipped ", _console.Output);
        Assert.Contains("train.jsonl:41", _console.Output);
        Assert.Equal(ExitCode.Done, await _console.InvokeAsync([.. line, "--json"]));
        Assert.Contains("\"skipped_lines\": 1", _console.Output);
    }

    public void Dispose() => _console.Dispose();

    private Task RefusedAsync(string[] train, params string[] parts)
    {
        _console.Write("data/train.jsonl", string.Join('\n', train));
        _console.Write("data/test.jsonl", Good);
        return RefusedAsync(parts);
    }

    private async Task RefusedAsync(params string[] parts)
    {
        string[] line = ["run", "gsm8k-tiny", "--data", Path.Combine(_console.Folder, "data"), "--set", "problems.train_count=0", "--set", "problems.held_out_count=0"];
        Assert.Equal(ExitCode.BadInput, await _console.InvokeAsync(line));
        Assert.All(parts, part => Assert.Contains(part, _console.Error));
        Assert.DoesNotContain("   at ", _console.Error);
        Assert.Empty(_console.Runs.All);
    }
}
