using Rollouts.Client;

namespace Rollouts.EndToEnd.Tests.Journeys;

/// <summary>What goes wrong in the middle of a run: a clear error, and nothing that was finished is lost.</summary>
public sealed class FailureTests : IDisposable
{
    private readonly TinyRun _run = new();

    [Fact]
    public async Task A_loss_that_is_no_number_ends_the_run_and_keeps_the_steps_before()
    {
        Assert.Equal(ExitCode.Failed, await _run.StartAsync("optimizer.learning_rate=1e30"));
        Assert.Contains("NaN at step 2", _run.Said);
        Assert.Contains("lower optimizer.learning_rate", _run.Said);
        Assert.Contains("rollouts resume tiny-1", _run.Said);
        Assert.Equal("failed", _run.Summary.Status);
        Assert.NotEmpty(_run.Console.Runs.All[0].Metrics());
        Assert.NotEmpty(Directory.GetDirectories(_run.Folder.Checkpoints));
    }

    [Fact]
    public async Task A_checkpoint_that_can_not_be_written_ends_the_run_and_names_the_place()
    {
        _run.Console.Write("runs/tiny-1/checkpoints", "a file where a folder is needed");
        Assert.Equal(ExitCode.Failed, await _run.StartAsync());
        Assert.Contains(_run.Folder.Checkpoints, _run.Said);
        Assert.Equal("failed", _run.Summary.Status);

        File.Delete(_run.Folder.Checkpoints);
        Assert.True(await _run.ResumeAsync() == ExitCode.Done, _run.Said);
        Assert.Equal("completed", _run.Summary.Status);
    }

    [Fact]
    public async Task A_full_disk_ends_the_run_and_nothing_finished_is_lost()
    {
        // Room for two checkpoints of this policy and the beginning of a third, that of step 2.
        using var disk = SmallDisk.Mount(_run.Folder.Checkpoints, 600, out var reason);
        Assert.SkipWhen(disk is null, $"A small volume can't be mounted here: {reason}.");
        Assert.Equal(ExitCode.Failed, await _run.StartAsync("steps=6", "checkpoint.every=2"));
        Assert.Contains("No space left on device", _run.Said);
        Assert.Contains("Make room", _run.Said);
        Assert.Equal(("failed", 2), (_run.Summary.Status, _run.Summary.Steps));

        disk!.Grow(4000);
        Assert.True(await _run.ResumeAsync() == ExitCode.Done, _run.Said);
        Assert.Equal(await UndisturbedAsync("steps=6", "checkpoint.every=2"), _run.Summary.WeightsSha256);
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_named_and_the_one_before_it_is_used()
    {
        Assert.Equal(ExitCode.Failed, await _run.StartAsync("optimizer.learning_rate=1e30"));
        var newest = Directory.GetDirectories(_run.Folder.Checkpoints).Order(StringComparer.Ordinal).Last();
        File.WriteAllBytes(Path.Combine(newest, "values.f32"), [1, 2, 3]);
        var failed = _run.Summary.Failure;

        Assert.Equal(ExitCode.Failed, await _run.ResumeAsync());
        Assert.Contains(Path.GetFileName(newest), _run.Console.Output.ReplaceLineEndings(""));
        Assert.Contains(_run.Summary.Alarms, alarm => alarm.Contains(newest, StringComparison.Ordinal) && alarm.Contains("made again", StringComparison.Ordinal));
        Assert.Equal(failed, _run.Summary.Failure);
    }

    [Fact]
    public async Task A_run_folder_that_is_a_file_is_bad_input()
    {
        _run.Console.Write("runs/tiny-1", "a file");
        Assert.Equal(ExitCode.BadInput, await _run.StartAsync());
        Assert.Contains(_run.Folder.Path, _run.Console.Error);
    }

    [Fact]
    public async Task A_damaged_policy_is_refused_by_its_file()
    {
        var policy = await PolicyAsync();
        var weights = Path.Combine(policy, "model.safetensors");
        File.WriteAllBytes(weights, File.ReadAllBytes(weights)[..1000]);
        await RefusedAsync(policy, "model.safetensors");
    }

    [Fact]
    public async Task A_policy_of_another_shape_is_refused_by_its_tensors()
    {
        var policy = await PolicyAsync();
        var config = Path.Combine(policy, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3", StringComparison.Ordinal));
        await RefusedAsync(policy, "layers.2");
    }

    [Fact]
    public async Task A_policy_without_a_tokenizer_is_refused()
    {
        var policy = await PolicyAsync();
        File.Delete(Path.Combine(policy, "tokenizer.json"));
        await RefusedAsync(policy, "tokenizer.json");
    }

    public void Dispose() => _run.Dispose();

    private static async Task<string?> UndisturbedAsync(params string[] overrides)
    {
        using var undisturbed = new TinyRun();
        Assert.True(await undisturbed.StartAsync(overrides) == ExitCode.Done, undisturbed.Said);
        return undisturbed.Summary.WeightsSha256;
    }

    private async Task<string> PolicyAsync()
    {
        Assert.True(await _run.StartAsync("steps=0") == ExitCode.Done, _run.Said);
        var policy = Path.Combine(_run.Console.Folder, "policy");
        Assert.Equal(ExitCode.Done, await _run.Console.InvokeAsync("export", "tiny-1", policy));
        return policy;
    }

    private static async Task RefusedAsync(string policy, string message)
    {
        using var second = new TinyRun();
        Assert.NotEqual(ExitCode.Done, await second.StartAsync($"model.path={policy}", "warm_start.steps=0"));
        Assert.Contains(message, second.Said);
        Assert.DoesNotContain("   at ", second.Said);
    }
}
