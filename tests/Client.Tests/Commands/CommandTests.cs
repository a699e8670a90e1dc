using System.Text.Json;
using Rollouts.Core.Runs;

namespace Rollouts.Client.Tests.Commands;

public sealed class CommandTests : IDisposable
{
    private readonly ConsoleDriver _console = new();

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("run")]
    [InlineData("run quickstart --frobnicate")]
    [InlineData("export run folder --dtype f8")]
    [InlineData("export run folder --shard-megabytes 0")]
    [InlineData("run quickstart --seed many")]
    public async Task A_command_line_that_makes_no_sense_is_bad_input(string line)
    {
        Assert.Equal(ExitCode.BadInput, await _console.InvokeAsync(line.Split(' ')));
        Assert.Contains("rollouts --help", _console.Error);
        Assert.Empty(_console.Output);
    }

    [Theory]
    [InlineData("run quikstart", "Did you mean 'quickstart'?")]
    [InlineData("run quickstart-warm --set hint.rouds=2", "Did you mean 'rounds'?")]
    [InlineData("run quickstart-warm --set hint.rounds=none", "expected a whole number")]
    [InlineData("run quickstart-warm --set schedule.problems_per_step=201", "at most problems.train_count (200)")]
    [InlineData("run quickstart-warm --set model.context_length=60", "more than the context of 60 tokens ('model.context_length'")]
    [InlineData("run quickstart-warm --set model.context_length=60 --set problems.too_long=skip", "None of the 200 problems to learn from fits into the context of 60 tokens")]
    [InlineData("run quickstart-warm --set model.path=/nowhere", "There is no folder /nowhere")]
    [InlineData("show nothing", "There is no run 'nothing'")]
    [InlineData("resume nothing", "There is no run 'nothing'")]
    [InlineData("export nothing there", "There is no run 'nothing'")]
    [InlineData("eval nothing", "There is no run 'nothing'")]
    [InlineData("problem nothing p", "There is no run 'nothing'")]
    public async Task Bad_input_is_told_in_one_paragraph_without_a_stack_trace(string line, string message)
    {
        Assert.Equal(ExitCode.BadInput, await _console.InvokeAsync(line.Split(' ')));
        Assert.Contains(message, _console.Error);
        Assert.DoesNotContain("   at ", _console.Error);
        Assert.Empty(_console.Runs.All);
    }

    [Fact]
    public async Task A_dry_run_explains_the_batches_and_starts_nothing()
    {
        Assert.Equal(ExitCode.Done, await _console.InvokeAsync("run", "quickstart-warm", "--set", "steps=10", "--dry-run"));
        Assert.Contains("16 problems × 4 rounds × 8 rollouts = 512 rollouts", _console.Output);
        Assert.Contains("10 steps × 512 = 5,120 rollouts", _console.Output);
        Assert.Contains("200 to learn from", _console.Output);
        Assert.False(Directory.Exists(_console.Runs.Folder));
    }

    [Fact]
    public async Task Problems_that_do_not_fit_can_be_left_out_and_are_counted()
    {
        await _console.InvokeAsync("run", "quickstart-warm", "--set", "model.context_length=66", "--set", "problems.too_long=skip", "--dry-run");
        Assert.Matches(@"\d+ of the 200 problems to learn from need more than the context of 66 tokens and are left out", _console.Output.ReplaceLineEndings(" "));
        Assert.DoesNotContain("200 to learn from", _console.Output);
    }

    [Fact]
    public async Task A_dry_run_as_json_has_the_resolved_specification()
    {
        await _console.InvokeAsync("run", "quickstart-warm", "--seed", "7", "--dry-run", "--json");
        var plan = JsonDocument.Parse(_console.Output).RootElement;
        Assert.Equal(7, plan.GetProperty("specification").GetProperty("seed").GetInt64());
        Assert.Equal(512, plan.GetProperty("arithmetic").GetProperty("rollouts_per_step").GetInt64());
        Assert.Equal(256, plan.GetProperty("held_out_problems").GetInt32());
    }

    [Fact]
    public async Task Without_runs_there_is_an_empty_list()
    {
        Assert.Equal(ExitCode.Done, await _console.InvokeAsync("runs", "--json"));
        Assert.Empty(JsonDocument.Parse(_console.Output).RootElement.EnumerateArray());
    }

    [Fact]
    public async Task A_run_folder_that_holds_a_run_is_never_written_over()
    {
        _console.Write("taken/specification.json", RunSpecificationJson.Write(new()));
        Assert.Equal(ExitCode.BadInput, await _console.InvokeAsync("run", "quickstart-warm", "--run-folder", Path.Combine(_console.Folder, "taken")));
        Assert.Contains("holds a run already", _console.Error);
        Assert.Contains("rollouts resume", _console.Error);
    }

    public void Dispose() => _console.Dispose();
}
