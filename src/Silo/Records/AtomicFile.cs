using System.Text;

namespace Rollouts.Silo.Records;

/// <summary>Replaces a file as a whole: a reader sees the old text or the new, never half of one.</summary>
internal static class AtomicFile
{
    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte})"/>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes under a temporary name beside the file, then renames.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".new";
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, path, overwrite: true);
    }
}
