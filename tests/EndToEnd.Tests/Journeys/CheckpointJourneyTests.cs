using System.Text.Json;
using Rollouts.Client;
using Rollouts.Client.Tests;
using Rollouts.Inference.Loading;
using Rollouts.Support;

namespace Rollouts.EndToEnd.Tests.Journeys;

/// <summary>A checkpoint as a user has it: trained with hints, exported, and read again.</summary>
public sealed class CheckpointJourneyTests : IDisposable
{
    private readonly ConsoleDriver _console = new();

    [Fact]
    public async Task A_checkpoint_is_trained_and_its_export_has_the_same_weights_files_and_answers()
    {
        var source = Repository.RequireGolden("tiny-llama-gsm8k");
        WriteProblems();
        var run = Path.Combine(_console.Folder, "runs", "mine");
        await DoneAsync("run", Path.Combine(AppContext.BaseDirectory, "Recipes", "checkpoint.yaml"), "--run-folder", run, "--data", _console.Folder, "--set", $"model.path={source}");
        var exported = Path.Combine(_console.Folder, "exported");
        await DoneAsync("export", "mine", exported);

        var newest = _console.Runs.Find("mine").PolicyFolders().First();
        Assert.NotEqual(PolicyFolder.Load(source).Values, PolicyFolder.Load(exported).Values);
        Assert.Equal(PolicyFolder.Load(newest).Values, PolicyFolder.Load(exported).Values);
        foreach (var name in new[] { "tokenizer.json", "tokenizer_config.json", "chat_template.jinja", "generation_config.json" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(source, name)), File.ReadAllBytes(Path.Combine(exported, name)));
        Assert.Equal(Keys(source), Keys(exported));
        Assert.Equal(await AnswersAsync(newest), await AnswersAsync(exported));
    }

    public void Dispose() => _console.Dispose();

    private void WriteProblems()
    {
        string[] lines = [.. Enumerable.Range(2, 6).Select(count => JsonSerializer.Serialize(new
        {
            question = $"Ann has {count} boxes with {count + 1} pears in each. How many pears does she have?",
            answer = $"Ann has {count}*{count + 1}=<<{count}*{count + 1}={count * (count + 1)}>>{count * (count + 1)} pears.\n#### {count * (count + 1)}",
        }))];
        _console.Write("train.jsonl", string.Join('\n', lines[..4]));
        _console.Write("test.jsonl", string.Join('\n', lines[4..]));
    }

    private static string[] Keys(string folder) =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "config.json"))).RootElement.EnumerateObject().Select(entry => entry.Name).Order(StringComparer.Ordinal)];

    private async Task<string[]> AnswersAsync(string policy)
    {
        var output = Path.Combine(_console.Folder, $"answers-{Path.GetFileName(policy)}");
        await DoneAsync("eval", policy, "--set", Path.Combine(_console.Folder, "test.jsonl"), "--max-tokens", "48", "--out", output);
        var file = Directory.GetFiles(output, "answers.jsonl", SearchOption.AllDirectories).Single();
        string[] answers = [.. File.ReadLines(file).Order(StringComparer.Ordinal)];
        Assert.Equal(2 * 2, answers.Length);
        return answers;
    }

    private async Task DoneAsync(params string[] arguments) =>
        Assert.True(await _console.InvokeAsync(arguments) == ExitCode.Done, _console.Output + _console.Error);
}
