using System.Text.Json;
using Rollouts.Core.Advantages;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Rollouts.Core.Tokenization;
using Rollouts.Core.Verification;

namespace Rollouts.Client.Tests.Commands;

/// <summary>Commands that read a run's folder, on a folder written for the test.</summary>
public sealed class StoredRunTests : IDisposable
{
    private readonly ConsoleDriver _console = new();
    private readonly CharacterTokenizer _tokenizer = new("0123456789>:rmid $");

    public StoredRunTests()
    {
        var folder = new RunFolder(Path.Combine(_console.Runs.Folder, "mine-1"));
        Directory.CreateDirectory(folder.Rollouts);
        _console.Write("runs/mine-1/specification.json", RunSpecificationJson.Write(new()));
        _console.Write("runs/mine-1/summary.json", Summary.ToJson());
        _console.Write("runs/mine-1/metrics.jsonl", """
            {"event":"step","step":1,"reward/hinted":0.5,"hint/fraction_mean":0.9}
            {"event":"evaluation","step":2,"eval/digits/greedy":0.5}
            {"event":"step","step":2,"reward/hinted":0.6,"hint/fraction_mean":0.4}
            {"step":3,"reward/hin
            """);
        _console.Write("runs/mine-1/weights/version-000002-epoch-1/model.safetensors", "");
        _tokenizer.Save(Path.Combine(folder.Weights, "version-000002-epoch-1"));
        File.WriteAllBytes(folder.RolloutsOf(2), CreditedGroupFormat.Pack([Group("digits/1"), Group("digits/2")]));
        File.WriteAllText(folder.RolloutsOf(3), "damaged");
    }

    private static RunSummary Summary => new(
        "mine-1", "mine", 7, "stopped", null, 12, 64, 500, 2, "ab", new(null, null), new(64, 64, 0, 0, []), null, []);

    [Fact]
    public async Task Runs_lists_it()
    {
        Assert.Equal(ExitCode.Done, await _console.InvokeAsync("runs"));
        Assert.Contains("mine-1", _console.Output);
        Assert.Contains("stopped", _console.Output);
    }

    [Fact]
    public async Task A_run_whose_process_is_gone_is_told_as_stopped_and_one_that_is_held_as_running()
    {
        _console.Write("runs/mine-1/summary.json", (Summary with { Status = "running" }).ToJson());
        var held = _console.Write("runs/mine-1/run.lock", "");
        await _console.InvokeAsync("runs");
        Assert.Contains("stopped", _console.Output);

        using var holder = new FileStream(held, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        await _console.InvokeAsync("runs");
        Assert.Contains("running", _console.Output);
    }

    [Fact]
    public async Task Show_draws_its_course_and_says_how_to_resume()
    {
        Assert.Equal(ExitCode.Done, await _console.InvokeAsync("show", "mine-1"));
        Assert.Contains("0.900 → 0.400", _console.Output);
        Assert.Contains("rollouts resume mine-1", _console.Output);
    }

    [Fact]
    public async Task Show_as_json_is_the_summary()
    {
        await _console.InvokeAsync("show", "mine-1", "--json");
        Assert.Equal("stopped", JsonDocument.Parse(_console.Output).RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Show_reads_the_rollouts_of_a_step()
    {
        Assert.Equal(ExitCode.Done, await _console.InvokeAsync("show", "mine-1", "--step", "2", "--limit", "1"));
        Assert.Contains("digits/1, visit 0", _console.Output);
        Assert.Contains("prompt  796>000:", _console.Output);
        Assert.Contains("m793 $", _console.Output);
        Assert.Contains("1 more groups", _console.Output);
    }

    [Fact]
    public async Task Rollouts_as_json_have_texts_and_verdicts()
    {
        await _console.InvokeAsync("show", "mine-1", "--step", "2", "--json");
        var rollout = JsonDocument.Parse(_console.Output).RootElement[0].GetProperty("rounds")[0].GetProperty("rollouts")[0];
        Assert.Equal("m793 $", rollout.GetProperty("text").GetString());
        Assert.Equal("correct", rollout.GetProperty("verdict").GetString());
        Assert.Equal(JsonValueKind.Null, rollout.GetProperty("reward").ValueKind);
    }

    [Theory]
    [InlineData("show mine-1 --step 9", "there are steps 2 to 3")]
    [InlineData("show mine-1 --step 3", "not packed rollouts")]
    [InlineData("problem mine-1 digits/3", "damaged")]
    [InlineData("show mine-2", "Did you mean 'mine-1'?")]
    public async Task What_is_missing_or_damaged_is_named(string line, string message)
    {
        Assert.Equal(ExitCode.BadInput, await _console.InvokeAsync(line.Split(' ')));
        Assert.Contains(message, _console.Error);
    }

    [Fact]
    public async Task A_problem_is_found_by_its_id_or_guessed()
    {
        File.Delete(new RunFolder(Path.Combine(_console.Runs.Folder, "mine-1")).RolloutsOf(3));
        Assert.Equal(ExitCode.Done, await _console.InvokeAsync("problem", "mine-1", "digits/2"));
        Assert.Contains("k 12.50", _console.Output);
        Assert.Equal(ExitCode.BadInput, await _console.InvokeAsync("problem", "mine-1", "digit/2"));
        Assert.Contains("Did you mean 'digits/2'?", _console.Error);
    }

    public void Dispose() => _console.Dispose();

    private CreditedGroup Group(string problem) => new(
        problem, 0, 0, 0, 1, "ab", _tokenizer.Encode("796>000:"),
        [new(0, 1, 5, .2, _tokenizer.Encode("r967 "), [new(0, _tokenizer.Encode("m793 $"), [0], [0], VerdictKind.Correct, "fine", double.NaN, .5, null, FinishReason.Stop)])],
        [12.5, -.45, .02], 1);
}
