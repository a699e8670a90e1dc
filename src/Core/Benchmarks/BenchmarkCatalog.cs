using System.Security.Cryptography;
using Rollouts.Core.Problems.Files;
using Rollouts.Core.Verification;

namespace Rollouts.Core.Benchmarks;

/// <summary>Finds benchmarks by name in a data folder, or by the path of a file.</summary>
/// <remarks>A name is a folder with <c>test.jsonl</c> (or <c>.jsonl.gz</c>, <c>.parquet</c>): <c>gsm8k</c> is <c>gsm8k/test.jsonl</c>, <c>math500</c>
/// is <c>math/math500/test.jsonl</c> or <c>math500/test.jsonl</c>. <see cref="BenchmarkReader"/> says what a line may look like.</remarks>
public static class BenchmarkCatalog
{
    /// <summary>Benchmarks that people ask for by these names; any folder or file of the kind will do.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["gsm8k", "math500", "math_test5000", "minerva_math", "olympiadbench", "aime24", "aime25", "amc23"];

    /// <summary>Loads a benchmark.</summary>
    /// <param name="nameOrPath">A name, or the path of a file.</param>
    /// <param name="data">The data folder; null where none was given.</param>
    /// <exception cref="InvalidInputException">It is not there, or a line can't be used; the message says what was looked for, or names the line.</exception>
    public static Benchmark Load(string nameOrPath, string? data)
    {
        var path = Path.GetFullPath(Find(nameOrPath, data));
        var reader = new BenchmarkReader(NameOf(nameOrPath));
        var index = ProblemIndex.Build([path], "test", reader.Read, Problems.BadLines.Fail);
        int[] places = [.. Enumerable.Range(0, index.Length)];
        ProblemIds.RequireUnique(index);
        return new(NameOf(nameOrPath), new FileProblems(index, places), new AnswerVerifier(), Hash(path));
    }

    private static string Find(string nameOrPath, string? data)
    {
        if (File.Exists(nameOrPath))
            return DataFile.IsReadable(nameOrPath) ? nameOrPath : throw new InvalidInputException($"{nameOrPath} is of no format that can be read; a benchmark is .jsonl, .jsonl.gz or .parquet.");
        string[] folders = data is null ? [nameOrPath] : [Path.Combine(data, nameOrPath), Path.Combine(data, "math", nameOrPath)];
        return folders.Where(Directory.Exists).SelectMany(folder => DataFile.Find(folder, "test")).FirstOrDefault() ?? throw new InvalidInputException(
            $"There is no benchmark '{nameOrPath}': {string.Join(" and ", folders)} {(folders.Length == 1 ? "is" : "are")} no folder with test.jsonl, and no file has that name. "
            + $"Name a data folder with --data (it holds gsm8k/test.jsonl, math/math500/test.jsonl and so on; usual names: {string.Join(", ", Names)}), or the path of a file. An override is written key=value.");
    }

    // The file "mine/algebra.jsonl" is "algebra", "mine/algebra/test.jsonl" is "algebra" as well.
    private static string NameOf(string nameOrPath)
    {
        var file = Path.GetFileName(Path.TrimEndingDirectorySeparator(nameOrPath));
        var name = file.Split('.')[0];
        if (name == "test" && Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(nameOrPath))) is { Length: > 0 } folder) name = folder;
        return string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' ? character : '-'));
    }

    private static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
