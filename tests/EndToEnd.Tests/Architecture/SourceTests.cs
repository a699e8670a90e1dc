using System.Reflection;
using System.Text.RegularExpressions;
using Rollouts.Core.Runs;
using Rollouts.Support;

namespace Rollouts.EndToEnd.Tests.Architecture;

/// <summary>The rules of style that a program can keep.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 300;

    private static readonly string[] Vague = ["Common", "Utils", "Utilities", "Helpers", "Helper", "Managers", "Manager"];

    private static readonly SourceFile[] Sources =
        [.. new[] { "src", "tests", "bench" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !BuildOutput().IsMatch(path)).Select(path => new SourceFile(Path.GetRelativePath(Repository.Root, path), File.ReadAllText(path)))];

    [Fact]
    public void There_is_source_to_look_at() => Assert.True(Sources.Length > 100, $"Only {Sources.Length} files were found under {Repository.Root}.");

    [Fact]
    public void No_file_or_folder_has_a_name_that_could_hold_anything() =>
        AssertNone(file => file.Path.Split('/', '\\', '.').Any(Vague.Contains));

    [Fact]
    public void No_file_is_too_long_to_be_read() => AssertNone(file => file.Text.Count(character => character == '\n') > LongestFile);

    [Fact]
    public void Nothing_is_left_for_later() => AssertNone(file => file.IsProduct && Unfinished().IsMatch(file.Text));

    [Fact]
    public void A_grain_never_leaves_its_scheduler() =>
        // The storage's writer has a thread of its own, which it may block.
        AssertNone(file => file.IsIn("src/Grains") && !file.IsIn("src/Grains/Storage") && Blocking().IsMatch(file.Text));

    [Fact]
    public void Asynchronous_methods_never_return_void() => AssertNone(file => AsyncVoid().IsMatch(file.Text));

    [Fact]
    public void A_file_ends_its_lines_in_the_same_way_as_all_others() => AssertNone(file => file.Text.Contains('\r') || !file.Text.EndsWith('\n'));

    [Fact]
    public void A_file_that_a_person_opens_holds_one_public_class() =>
        AssertNone(file => file.IsProduct && PublicClass().Count(file.Text) > 1);

    [Fact]
    public void Every_grain_can_be_looked_into()
    {
        var grains = typeof(IRunGrain).Assembly.GetExportedTypes().Where(type => type.IsInterface && typeof(Orleans.IGrain).IsAssignableFrom(type)).ToArray();
        Assert.NotEmpty(grains);
        Assert.All(grains, grain => Assert.True(grain.GetMethod("GetState", BindingFlags.Public | BindingFlags.Instance) is not null, $"{grain.Name} has no GetState."));
    }

    private static void AssertNone(Func<SourceFile, bool> offends) =>
        Assert.Empty(Sources.Where(file => !file.IsIn("tests/EndToEnd.Tests/Architecture") && offends(file)).Select(file => file.Path));

    [GeneratedRegex(@"[/\\](bin|obj)[/\\]")]
    private static partial Regex BuildOutput();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\bTask\.Run\b|\bParallel\.|\.ConfigureAwait\(false\)|\.GetAwaiter\(\)\.GetResult\(\)|\.Result\b(?!\w)")]
    private static partial Regex Blocking();

    [GeneratedRegex(@"\basync\s+void\b")]
    private static partial Regex AsyncVoid();

    [GeneratedRegex(@"^public (static |sealed |abstract |partial )*class ", RegexOptions.Multiline)]
    private static partial Regex PublicClass();

    /// <summary>One file of the repository.</summary>
    private sealed record SourceFile(string Path, string Text)
    {
        public bool IsProduct => IsIn("src");

        public bool IsIn(string folder) => Path.Replace('\\', '/').StartsWith(folder + "/", StringComparison.Ordinal);
    }
}
