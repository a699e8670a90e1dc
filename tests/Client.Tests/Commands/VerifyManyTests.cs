using System.Text.Json;

namespace Rollouts.Client.Tests.Commands;

/// <summary>A file as large as a benchmark's: every case is judged once and counted. How long one takes is measured in the bench.</summary>
public sealed class VerifyManyTests : IDisposable
{
    private static readonly (string Reference, string Answer)[] Pairs =
    [
        (@"\frac{\sqrt{3}}{3}", @"\frac{1}{\sqrt{3}}"), ("(x+1)^2", "x^2+2x+1"), (@"[0,1)\cup(2,3]", @"(2,3]\cup[0,1)"), (@"\sin 2x", @"2\sin x\cos x"),
        (@"\{1,2,3\}", "3,2,1"), ("72", "71"),
    ];

    private readonly ConsoleDriver _console = new();

    [Fact]
    public async Task Ten_thousand_cases_are_judged_and_counted()
    {
        var cases = _console.Write("cases.jsonl", string.Join('\n', Enumerable.Range(0, 10_000).Select(Line)));
        var verdicts = Path.Combine(_console.Folder, "verdicts.jsonl");
        Assert.Equal(ExitCode.Done, await _console.InvokeAsync("verify", "--cases", cases, "--out", verdicts, "--json"));
        var counts = JsonDocument.Parse(_console.Output).RootElement;
        Assert.Equal((8334, 1666), (counts.GetProperty("correct").GetInt32(), counts.GetProperty("wrong").GetInt32()));
        Assert.Equal(10_000, File.ReadLines(verdicts).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").ToString()).Distinct().Count());
    }

    private static string Line(int number)
    {
        var (reference, answer) = Pairs[number % Pairs.Length];
        return JsonSerializer.Serialize(new { id = number, reference, response = $"After {number} steps it is \\boxed{{{answer}}}." });
    }

    public void Dispose() => _console.Dispose();
}
