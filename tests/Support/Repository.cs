namespace Rollouts.Support;

/// <summary>Where the repository, the golden vectors and the data sets are on the machine that runs the tests.</summary>
internal static class Repository
{
    /// <summary>The folder that holds <c>Rollouts.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Golden vectors: <c>ROLLOUTS_GOLDEN</c>, else <c>../shared/golden</c> beside the repository.</summary>
    public static string Golden { get; } = FolderOf("ROLLOUTS_GOLDEN", "golden");

    /// <summary>Data sets: <c>ROLLOUTS_DATA</c>, else <c>../shared/data</c> beside the repository.</summary>
    public static string Data { get; } = FolderOf("ROLLOUTS_DATA", "data");

    /// <summary>The path of a golden file or folder; skips the calling test where it is not there.</summary>
    public static string RequireGolden(params string[] parts) => Require(Golden, "ROLLOUTS_GOLDEN", parts);

    /// <summary>The path of a data file or folder; skips the calling test where it is not there.</summary>
    public static string RequireData(params string[] parts) => Require(Data, "ROLLOUTS_DATA", parts);

    private static string Require(string folder, string variable, string[] parts)
    {
        var path = Path.Combine([folder, .. parts]);
        if (!File.Exists(path) && !Directory.Exists(path))
            Assert.Skip($"{path} is not here; set {variable} to the folder that has {Path.Combine(parts)}.");
        return path;
    }

    private static string FolderOf(string variable, string name) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } folder
            ? Path.GetFullPath(folder)
            : Path.GetFullPath(Path.Combine(Root, "..", "shared", name));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Rollouts.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Rollouts.sln; run the tests from a checkout.");
    }
}
