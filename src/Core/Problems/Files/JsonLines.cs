using System.IO.Compression;

namespace Rollouts.Core.Problems.Files;

/// <summary>Reads the lines of a JSON Lines file, gzip or not, a block at a time.</summary>
internal static class JsonLines
{
    private const int BlockLength = 1 << 20;
    private const int LongestLine = 1 << 26;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Every line that is not blank.</summary>
    /// <exception cref="InvalidInputException">The file is damaged, or a line is over 64 MiB.</exception>
    public static IEnumerable<DataRow> Read(string path)
    {
        var isPacked = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        using Stream stream = isPacked ? new GZipStream(file, CompressionMode.Decompress) : file;
        foreach (var row in Read(path, stream)) yield return isPacked ? row with { Offset = null } : row;
    }

    /// <summary>Every line of a stream, from where it stands, that is not blank; offsets count from there.</summary>
    /// <param name="path">What messages call it.</param>
    /// <param name="stream">Read to its end and left open.</param>
    public static IEnumerable<DataRow> Read(string path, Stream stream)
    {
        var (buffer, start, end, offset, number) = (new byte[BlockLength], 0, 0, 0L, 0);
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length < 0 && TryFill(path, number + 1, stream, ref buffer, ref start, ref end)) continue;
            if (length < 0 && start == end) yield break;
            var line = length < 0 ? buffer.AsMemory(start, end - start) : buffer.AsMemory(start, length);
            var text = Trim(line, isFirst: ++number == 1);
            if (!text.IsEmpty) yield return new(number, text, offset + line.Span.IndexOf(text.Span));
            start += Math.Min(line.Length + 1, end - start);
            offset += line.Length + 1;
        }
    }

    private static Memory<byte> Trim(Memory<byte> line, bool isFirst) =>
        (isFirst && line.Span.StartsWith(ByteOrderMark) ? line[ByteOrderMark.Length..] : line).Trim(" \t\r"u8);

    // False at the end of the file. What is left of the block moves to its front, and a line that fills it all doubles it.
    private static bool TryFill(string path, int number, Stream stream, ref byte[] buffer, ref int start, ref int end)
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end == LongestLine) throw new InvalidInputException($"{path}:{number}: this line is longer than 64 MiB; every line should be one problem.");
        if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        try
        {
            var read = stream.Read(buffer, end, buffer.Length - end);
            end += read;
            return read > 0;
        }
        catch (InvalidDataException error)
        {
            throw new InvalidInputException($"{path}:{number}: the gzip file is damaged from here on ({error.Message}); bring it here again.", error);
        }
    }
}
