using System.Collections.Immutable;

namespace Rollouts.Core.Problems.Files;

/// <summary>Where every problem of a split stands on disk. Building it reads each line once and keeps none.</summary>
internal sealed class ProblemIndex
{
    private const int NamedCount = 5;

    private readonly string[] _paths;
    private readonly string _split;
    private readonly Func<DataLine, Problem?> _read;
    private readonly RowStore[] _stores;
    private readonly List<Entry> _entries = [];
    private readonly List<string> _warnings = [];

    private ProblemIndex(string[] paths, string split, Func<DataLine, Problem?> read)
    {
        (_paths, _split, _read) = (paths, split, read);
        _stores = Array.ConvertAll(paths, RowStore.For);
    }

    /// <summary>Usable problems.</summary>
    public int Length => _entries.Count;

    /// <summary>Lines that were passed over because they could not be used.</summary>
    public int SkippedCount { get; private set; }

    /// <summary>The first file, for messages.</summary>
    public string Path => _paths[0];

    /// <summary>What was passed over, and where.</summary>
    public ImmutableArray<string> Warnings => SkippedCount == 0
        ? [.. _warnings]
        : [.. _warnings, $"{SkippedCount} {(SkippedCount == 1 ? "line" : "lines")} of {Path} could not be used and {(SkippedCount == 1 ? "was" : "were")} skipped{(SkippedCount > NamedCount ? $"; the first {NamedCount} are named" : "")}."];

    /// <summary>Reads the files of a split.</summary>
    /// <param name="read">Makes a problem of a line, says what is wrong with it, or leaves it out (null).</param>
    /// <exception cref="InvalidInputException">A line can't be used and <paramref name="badLines"/> is fail, or no line is left.</exception>
    public static ProblemIndex Build(string[] paths, string split, Func<DataLine, Problem?> read, BadLines badLines)
    {
        var index = new ProblemIndex(paths, split, read);
        for (var file = 0; file < paths.Length; file++)
        {
            foreach (var row in DataFile.Rows(paths[file])) index.Add(file, row, badLines);
        }

        index._entries.TrimExcess();
        return index.Length > 0 ? index : throw new InvalidInputException($"{paths[0]} has no problem; it should have one JSON object a line.");
    }

    /// <summary>Reads a problem.</summary>
    /// <param name="place">0 to <see cref="Length"/> - 1, in the files' order.</param>
    public Problem Read(int place)
    {
        var entry = _entries[place];
        return _read(Line(entry.File, entry.Number, _stores[entry.File].Read(entry.Offset, entry.Length)))!;
    }

    /// <summary>File and line of a problem.</summary>
    public string PlaceOf(int place) => PlaceOf(_entries[place].File, _entries[place].Number);

    /// <summary>Hash of a problem's id.</summary>
    public ulong IdHash(int place) => _entries[place].IdHash;

    /// <summary>Hash of a problem's statement, white space aside.</summary>
    public ulong StatementHash(int place) => _entries[place].StatementHash;

    private void Add(int file, DataRow row, BadLines badLines)
    {
        try
        {
            if (_read(Line(file, row.Number, row.Utf8)) is { } problem)
                _entries.Add(new(_stores[file].Keep(row), Statements.Hash(problem.Statement), Statements.Hash(problem.Id.Value), row.Utf8.Length, row.Number, (short)file));
            else _warnings.Add($"{PlaceOf(file, row.Number)}: left out, because its answer is empty.");
        }
        catch (InvalidInputException error) when (badLines == BadLines.Skip)
        {
            if (++SkippedCount <= NamedCount) _warnings.Add($"Skipped {error.Message}");
        }
        catch (InvalidInputException error)
        {
            throw new InvalidInputException($"{error.Message} To pass over such lines and count them, set problems.bad_lines to skip.", error);
        }
    }

    private DataLine Line(int file, int number, ReadOnlyMemory<byte> utf8) =>
        DataLine.Parse(PlaceOf(file, number), _paths.Length == 1 ? $"{_split}/{number}" : $"{_split}/{file}-{number}", utf8);

    private string PlaceOf(int file, int number) =>
        _paths[file].EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) ? $"{_paths[file]}: row {number}" : $"{_paths[file]}:{number}";

    /// <summary>One problem's place; 40 bytes.</summary>
    private readonly record struct Entry(long Offset, ulong StatementHash, ulong IdHash, int Length, int Number, short File);
}
