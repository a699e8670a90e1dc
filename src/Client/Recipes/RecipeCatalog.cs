using Rollouts.Core;

namespace Rollouts.Client.Recipes;

/// <summary>Finds recipes: by path, or by name in the folders where recipes lie.</summary>
/// <param name="Folders">Looked through in order; the first that has the recipe wins.</param>
internal sealed record RecipeCatalog(IReadOnlyList<string> Folders)
{
    /// <summary><c>recipes</c> in the working folder, then the recipes that came with the program.</summary>
    public static RecipeCatalog Standard { get; } = new([Path.GetFullPath("recipes"), Path.Combine(AppContext.BaseDirectory, "recipes")]);

    /// <summary>Names of all recipes, sorted.</summary>
    public IReadOnlyList<string> Names =>
        [.. Folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.yaml"))
            .Select(file => Path.GetFileNameWithoutExtension(file)!).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The absolute path of a recipe.</summary>
    /// <param name="nameOrPath">A name such as <c>quickstart</c>, or a path that has a separator or ends in <c>.yaml</c>.</param>
    /// <exception cref="InvalidInputException">There is no such recipe.</exception>
    public string Find(string nameOrPath)
    {
        if (IsPath(nameOrPath))
            return File.Exists(nameOrPath)
                ? Path.GetFullPath(nameOrPath)
                : throw new InvalidInputException($"There is no recipe file {nameOrPath} (looked for {Path.GetFullPath(nameOrPath)}). Check the path, or name one of: {string.Join(", ", Names)}.");
        return Folders.Select(folder => Path.Combine(folder, nameOrPath + ".yaml")).FirstOrDefault(File.Exists)
            ?? throw new InvalidInputException(
                $"There is no recipe '{nameOrPath}' in {string.Join(" or ", Folders)}.{NearestWord.Suggestion(nameOrPath, Names)} Recipes there: {string.Join(", ", Names)}. A recipe of your own is named by its path, such as ./mine.yaml.");
    }

    private static bool IsPath(string nameOrPath) =>
        nameOrPath.EndsWith(".yaml", StringComparison.Ordinal) || nameOrPath.EndsWith(".yml", StringComparison.Ordinal)
        || nameOrPath.Contains(Path.DirectorySeparatorChar) || nameOrPath.Contains('/');
}
