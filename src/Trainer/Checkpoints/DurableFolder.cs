using System.Runtime.InteropServices;

namespace Rollouts.Trainer.Checkpoints;

/// <summary>A folder that is there whole or not at all: written under a temporary name, flushed, renamed.</summary>
internal static partial class DurableFolder
{
    private const string TemporaryPrefix = ".writing-";
    private const int ReadOnly = 0;

    /// <summary>Fills a new folder and then gives it its name; one of that name is replaced.</summary>
    /// <param name="folder">Its name, absolute.</param>
    /// <param name="fill">Writes and flushes the files into the folder it is handed.</param>
    /// <exception cref="IOException">It can't be written; nothing is left of it, and what had its name before is still there.</exception>
    public static void Write(string folder, Action<string> fill)
    {
        var parent = Path.GetDirectoryName(folder)!;
        var temporary = Path.Combine(parent, TemporaryPrefix + Path.GetFileName(folder));
        Directory.CreateDirectory(parent);
        Remove(temporary);
        try
        {
            Directory.CreateDirectory(temporary);
            fill(temporary);
            Flush(temporary);
            Remove(folder);
            Directory.Move(temporary, folder);
            Flush(parent);
        }
        catch
        {
            Remove(temporary);
            throw;
        }
    }

    /// <summary>Removes what a process that died was writing.</summary>
    public static void RemoveUnfinished(string parent)
    {
        if (Directory.Exists(parent))
            foreach (var folder in Directory.EnumerateDirectories(parent, TemporaryPrefix + "*"))
                Remove(folder);
    }

    /// <summary>Removes a folder if it is there.</summary>
    public static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    // A rename is durable once the folder that holds the name is.
    private static void Flush(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var descriptor = open(folder, ReadOnly);
        if (descriptor < 0)
            throw new IOException($"{folder} can't be opened to flush it: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        var failed = fsync(descriptor) != 0;
        _ = close(descriptor);
        if (failed)
            throw new IOException($"{folder} can't be flushed to the disk.");
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);
}
