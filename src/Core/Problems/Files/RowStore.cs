using Microsoft.Win32.SafeHandles;

namespace Rollouts.Core.Problems.Files;

/// <summary>Rows on disk that can be read again in any order: in the data file itself where it holds them as text, else in a
/// temporary file that goes when the program does.</summary>
internal sealed class RowStore
{
    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly bool _isTemporary;
    private readonly DateTime _written;
    private long _length;

    private RowStore(string path, SafeFileHandle file, bool isTemporary)
    {
        (_path, _file, _isTemporary) = (path, file, isTemporary);
        _written = File.GetLastWriteTimeUtc(file);
    }

    /// <summary>A store for the rows of a data file.</summary>
    public static RowStore For(string path) =>
        path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? new(path, File.OpenHandle(path), isTemporary: false) : new(path, Temporary(), isTemporary: true);

    /// <summary>Keeps a row.</summary>
    /// <returns>Where it can be read again.</returns>
    public long Keep(DataRow row)
    {
        if (row.Offset is { } offset) return offset;
        RandomAccess.Write(_file, row.Utf8.Span, _length);
        _length += row.Utf8.Length;
        return _length - row.Utf8.Length;
    }

    /// <summary>A row that was kept. Thread-safe.</summary>
    /// <exception cref="InvalidInputException">The data file was changed since.</exception>
    public byte[] Read(long offset, int length)
    {
        var row = new byte[length];
        var (read, isUnchanged) = (RandomAccess.Read(_file, row, offset), _isTemporary || File.GetLastWriteTimeUtc(_file) == _written);
        return read == length && isUnchanged
            ? row
            : throw new InvalidInputException($"{_path} was changed while it was in use; problems are read from it as they are needed. Start again with the file as it is now.");
    }

    private static SafeFileHandle Temporary()
    {
        var path = Path.Combine(Path.GetTempPath(), $"rollouts-rows-{Guid.NewGuid():N}");
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows()) File.Delete(path); // without a name it can't be left behind, however the program ends
        return file;
    }
}
