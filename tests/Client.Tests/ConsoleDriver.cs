using Rollouts.Client.Recipes;
using Rollouts.Client.Runs;
using Spectre.Console;

namespace Rollouts.Client.Tests;

/// <summary>The console program with a working folder of its own, its output kept.</summary>
internal sealed class ConsoleDriver : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("rollouts-console-").FullName;

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public RunCatalog Runs => new(Path.Combine(Folder, "runs"));

    public Task<int> InvokeAsync(params string[] arguments)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(_output),
        });
        console.Profile.Width = 200;
        var recipes = new RecipeCatalog([Path.Combine(AppContext.BaseDirectory, "recipes")]);
        return new Application(console, _error, recipes, Runs, TimeProvider.System).InvokeAsync(arguments, TestContext.Current.CancellationToken);
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
