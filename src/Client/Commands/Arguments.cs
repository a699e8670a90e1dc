using System.CommandLine;

namespace Rollouts.Client.Commands;

/// <summary>Arguments and options that several commands share.</summary>
internal static class Arguments
{
    /// <summary>A run by its id or folder.</summary>
    public static Argument<string> Run() => new("run") { Description = "Id of a run, as `rollouts runs` lists it, or the path of its folder." };

    /// <summary>Overrides, repeatable.</summary>
    public static Option<string[]> Set() => new("--set")
    {
        Description = "Overrides one key of the recipe, such as hint.rounds=2; may be given again and again.",
        HelpName = "key=value",
        DefaultValueFactory = _ => [],
    };

    /// <summary>A folder with data files.</summary>
    public static Option<string?> Data() => new("--data")
    {
        Description = "Folder with train.jsonl and test.jsonl; the same as --set problems.data=<folder>.",
        HelpName = "folder",
    };

    /// <summary>Reports for other programs.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Prints JSON instead of text." };

    /// <summary>A data folder as an override of the recipe.</summary>
    /// <param name="path">As typed, relative to the working folder.</param>
    public static string DataOverride(string path) => $"problems.data='{Path.GetFullPath(path).Replace("'", "''", StringComparison.Ordinal)}'";
}
