using Rollouts.Client.Recipes;

namespace Rollouts.Client.Tests.Recipes;

/// <summary>A recipe written for one test, in a folder of its own.</summary>
internal sealed class RecipeFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rollouts-recipe-").FullName;

    public RecipeFile(string yaml, string name = "mine.yaml")
    {
        Path = System.IO.Path.Combine(_folder, name);
        File.WriteAllText(Path, yaml);
    }

    public string Path { get; }

    public Recipe Read(params string[] overrides) => Recipe.Read(Path, overrides);

    public string Message(params string[] overrides) =>
        Assert.Throws<Core.InvalidInputException>(() => Read(overrides)).Message;

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
