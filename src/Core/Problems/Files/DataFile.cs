namespace Rollouts.Core.Problems.Files;

/// <summary>The files of a data folder, found by their names.</summary>
internal static class DataFile
{
    private static readonly string[] Formats = [".jsonl", ".jsonl.gz", ".parquet"];

    // Data sets are often kept in a folder of their configuration, and MATH in a folder a part.
    private static readonly string[] Folders = ["", "main", "data"];
    private static readonly (string Split, string Folder)[] Parts = [("train", "math_train"), ("test", "math500")];

    /// <summary>The files of a split in order; empty where there is none.</summary>
    /// <param name="folder">Exists.</param>
    /// <param name="split"><c>train</c> or <c>test</c>.</param>
    public static string[] Find(string folder, string split)
    {
        var folders = Folders.Concat(Parts.Where(part => part.Split == split).Select(part => part.Folder)).Select(name => Path.Combine(folder, name));
        return folders.Select(place => In(place, split)).FirstOrDefault(files => files.Length > 0) ?? [];
    }

    /// <summary>Whether a file's name says that it is of a format that can be read.</summary>
    public static bool IsReadable(string path) => Formats.Any(format => path.EndsWith(format, StringComparison.OrdinalIgnoreCase));

    /// <summary>The rows of a file, by the format that its name tells.</summary>
    public static IEnumerable<DataRow> Rows(string path) =>
        path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) ? ParquetRows.Read(path) : JsonLines.Read(path);

    private static string[] In(string folder, string split)
    {
        if (Formats.Select(format => Path.Combine(folder, split + format)).FirstOrDefault(File.Exists) is { } whole) return [whole];
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, $"{split}-*-of-*.parquet").Order(StringComparer.Ordinal)] : [];
    }
}
