using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rollouts.Client.Tests.Rendering;

/// <summary>Compares a view at a width of 110 characters with the picture of it under review in <c>Expected</c>.</summary>
internal static class Pictures
{
    public static void Same(string name, IRenderable view)
    {
        var drawn = Draw(view);
        var file = Path.Combine(AppContext.BaseDirectory, "Expected", name + ".txt");
        var expected = File.Exists(file) ? File.ReadAllText(file) : "";
        if (drawn == expected) return;
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, name + ".received.txt"), drawn);
        Assert.Equal(expected, drawn);
    }

    public static string Draw(IRenderable view)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = 110;
        console.Profile.Capabilities.Unicode = true;
        console.Write(view);
        return string.Join('\n', writer.ToString().ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).TrimEnd('\n') + "\n";
    }
}
