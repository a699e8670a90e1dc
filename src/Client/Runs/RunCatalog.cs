using System.Globalization;
using Rollouts.Client.Recipes;
using Rollouts.Core;
using Rollouts.Core.Runs;

namespace Rollouts.Client.Runs;

/// <summary>The folder that runs live in.</summary>
/// <param name="Folder">Absolute.</param>
internal sealed record RunCatalog(string Folder)
{
    /// <summary><c>runs</c> in the working folder.</summary>
    public static RunCatalog Standard { get; } = new(Path.GetFullPath("runs"));

    /// <summary>All runs, the oldest first.</summary>
    public IReadOnlyList<StoredRun> All => !Directory.Exists(Folder)
        ? []
        : [.. Directory.EnumerateDirectories(Folder).Select(path => new StoredRun(new(path)))
            .Where(run => File.Exists(run.Folder.Specification)).OrderBy(run => Directory.GetCreationTimeUtc(run.Folder.Path))];

    /// <summary>A run by its id or by the path of its folder.</summary>
    /// <exception cref="InvalidInputException">There is none; the message names the nearest.</exception>
    public StoredRun Find(string idOrPath)
    {
        var path = Path.GetFullPath(idOrPath, Folder);
        if (!Directory.Exists(path)) path = Path.GetFullPath(idOrPath);
        if (File.Exists(new RunFolder(path).Specification)) return new(new(Path.TrimEndingDirectorySeparator(path)));
        var ids = All.Select(run => run.Id.Value).ToArray();
        var list = ids.Length == 0 ? "There are no runs there yet." : $"Runs there: {string.Join(", ", ids.TakeLast(10))}.";
        throw new InvalidInputException($"There is no run '{idOrPath}' in {Folder}.{NearestWord.Suggestion(idOrPath, ids)} {list} A run elsewhere is named by the path of its folder, which holds specification.json.");
    }

    /// <summary>A folder for a new run, not made yet.</summary>
    /// <param name="recipe">Name of the recipe.</param>
    public RunFolder New(string recipe, DateTimeOffset now)
    {
        var id = $"{Plain(recipe)}-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        var free = Enumerable.Range(1, int.MaxValue).Select(number => number == 1 ? id : $"{id}-{number}")
            .First(candidate => !Path.Exists(Path.Combine(Folder, candidate)));
        return new(Path.Combine(Folder, free));
    }

    private static string Plain(string name) =>
        string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' ? character : '-'));
}
