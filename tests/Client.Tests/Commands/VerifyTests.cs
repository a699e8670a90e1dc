using System.Text.Json;

namespace Rollouts.Client.Tests.Commands;

public sealed class VerifyTests : IDisposable
{
    private readonly ConsoleDriver _console = new();

    [Fact]
    public async Task One_verdict_is_explained_step_by_step()
    {
        Assert.Equal(ExitCode.Done, await _console.InvokeAsync("verify", "--reference", @"\frac12", "--answer", "0.5"));
        Assert.Contains("1. Took the answer as it is: 0.5", _console.Output);
        Assert.Contains("2. Read the reference as the number 1/2.", _console.Output);
        Assert.Contains("3. Read the answer as the number 1/2.", _console.Output);
        Assert.Contains("both are exactly 1/2", _console.Output);
        Assert.Contains("Verdict: correct", _console.Output);
    }

    [Fact]
    public async Task A_response_is_searched_for_its_answer()
    {
        Assert.Equal(ExitCode.Done, await _console.InvokeAsync("verify", "--reference", "7", "--response", @"So it is \boxed{8}.", "--json"));
        var verdict = JsonDocument.Parse(_console.Output).RootElement;
        Assert.Equal("wrong", verdict.GetProperty("verdict").GetString());
        Assert.Equal("8", verdict.GetProperty("extracted").GetString());
        Assert.Equal(0, verdict.GetProperty("reward").GetDouble());
        Assert.Contains(@"\boxed", verdict.GetProperty("steps")[0].GetString());
    }

    [Fact]
    public async Task A_file_of_cases_is_judged_in_order_and_every_kind_is_counted()
    {
        var cases = _console.Write("cases.jsonl", """
            {"id": "a", "reference": "\\{1,2\\}", "answer": "\\{2,1\\}"}
            {"id": 2, "reference": "5", "response": "The answer is \\boxed{6}."}
            {"id": "c", "reference": "5", "answer": "3+"}

            {"id": "d", "reference": "5", "response": "I don't know."}
            {"id": "e", "reference": "5", "response": "It may be 5", "finish": "length"}
            {"id": "f", "reference": "", "answer": "5"}
            {"id": "g", "reference": 5, "answer": 5.0}
            """);
        var output = Path.Combine(_console.Folder, "verdicts.jsonl");
        Assert.Equal(ExitCode.Done, await _console.InvokeAsync("verify", "--cases", cases, "--out", output));
        var verdicts = File.ReadLines(output).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["a", "2", "c", "d", "e", "f", "g"], verdicts.Select(verdict => verdict.GetProperty("id").ToString()));
        Assert.Equal(
            ["correct", "wrong", "unparsable", "no_answer", "truncated", "verifier_error", "correct"],
            verdicts.Select(verdict => verdict.GetProperty("verdict").GetString()));
        Assert.Equal("6", verdicts[1].GetProperty("extracted").GetString());
        Assert.Equal(JsonValueKind.Null, verdicts[3].GetProperty("extracted").ValueKind);
        Assert.All(verdicts, verdict => Assert.NotEmpty(verdict.GetProperty("reason").GetString()!));
        Assert.Matches(@"all\s+│\s+7", _console.Output);
    }

    [Theory]
    [InlineData("""{"reference": "5", "answer": "5"}""", "\"id\" is missing")]
    [InlineData("""{"id": 1, "answer": "5"}""", "\"reference\" is missing")]
    [InlineData("""{"id": 1, "reference": "5"}""", "either \"answer\"")]
    [InlineData("""{"id": 1, "reference": "5", "answer": "5", "response": "5"}""", "either \"answer\"")]
    [InlineData("""{"id": 1, "reference": ["5"], "answer": "5"}""", "should be a text or a number")]
    [InlineData("""{"id": 1, "reference": "5", "answer": "5", "finish": "bored"}""", "\"stop\" or \"length\"")]
    [InlineData("[1]", "expected a JSON object")]
    [InlineData("{", "expected a JSON object on one line")]
    public async Task A_line_that_is_no_case_is_named(string line, string message)
    {
        var cases = _console.Write("cases.jsonl", """{"id": 0, "reference": "5", "answer": "5"}""" + "\n" + line);
        var output = Path.Combine(_console.Folder, "verdicts.jsonl");
        Assert.Equal(ExitCode.BadInput, await _console.InvokeAsync("verify", "--cases", cases, "--out", output));
        Assert.Contains("cases.jsonl:2: ", _console.Error);
        Assert.Contains(message, _console.Error);
        Assert.Equal([cases], Directory.GetFiles(_console.Folder));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("verify --reference 5")]
    [InlineData("verify --answer 5")]
    [InlineData("verify --cases nothing.jsonl")]
    [InlineData("verify --cases nothing.jsonl --out verdicts.jsonl")]
    [InlineData("verify --reference 5 --answer 5 --response 5")]
    [InlineData("verify --reference 5 --cases nothing.jsonl --out verdicts.jsonl")]
    public async Task What_does_not_go_together_is_bad_input(string line)
    {
        Assert.Equal(ExitCode.BadInput, await _console.InvokeAsync(line.Split(' ')));
        Assert.Contains("--cases", _console.Error);
        Assert.Empty(_console.Output);
    }

    [Fact]
    public async Task Verdicts_never_overwrite_the_cases()
    {
        var cases = _console.Write("cases.jsonl", """{"id": 0, "reference": "5", "answer": "5"}""");
        Assert.Equal(ExitCode.BadInput, await _console.InvokeAsync("verify", "--cases", cases, "--out", cases));
        Assert.Contains("Choose another file", _console.Error);
    }

    public void Dispose() => _console.Dispose();
}
