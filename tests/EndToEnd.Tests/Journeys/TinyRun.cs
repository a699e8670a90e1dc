using Rollouts.Client.Tests;
using Rollouts.Core.Runs;

namespace Rollouts.EndToEnd.Tests.Journeys;

/// <summary>A run of a few seconds through the console, in a folder of its own.</summary>
internal sealed class TinyRun : IDisposable
{
    public TinyRun() => Folder = new(Path.Combine(Console.Folder, "runs", "tiny-1"));

    public ConsoleDriver Console { get; } = new();

    public RunFolder Folder { get; }

    public RunSummary Summary => RunSummary.Read(File.ReadAllText(Folder.Summary));

    public string Said => Console.Output + Console.Error;

    public Task<int> StartAsync(params string[] overrides) =>
        Console.InvokeAsync(["run", Path.Combine(AppContext.BaseDirectory, "Recipes", "tiny.yaml"), "--run-folder", Folder.Path, .. overrides.SelectMany(text => new[] { "--set", text })]);

    public Task<int> ResumeAsync() => Console.InvokeAsync("resume", "tiny-1");

    public void Dispose() => Console.Dispose();
}
