using System.Globalization;
using Rollouts.Core;
using Rollouts.Core.Runs;

namespace Rollouts.Silo;

/// <summary>One process at a time works on a run folder. The operating system lets go of the lock when its holder dies, however
/// it dies, so a killed run never has to be unlocked by hand.</summary>
internal sealed class RunFolderLock : IDisposable
{
    private readonly FileStream _lock;

    private RunFolderLock(FileStream held) => _lock = held;

    /// <summary>Takes the folder, creating it where it is missing.</summary>
    /// <exception cref="InvalidInputException">Another process has it, or the folder can't be written to.</exception>
    public static RunFolderLock Take(RunFolder folder)
    {
        // The lock forbids reading as well, so the holder's number stands beside it.
        var (path, holder) = (Path.Combine(folder.Path, "run.lock"), Path.Combine(folder.Path, "run.pid"));
        try
        {
            Directory.CreateDirectory(folder.Path);
            var held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new(held);
        }
        catch (IOException) when (File.Exists(path) && File.Exists(holder))
        {
            throw new InvalidInputException(
                $"The run in {folder.Path} is already being worked on by process {File.ReadAllText(holder)}; wait for it to end, or stop it first.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"The run folder {folder.Path} can't be written to: {error.Message} Choose another with --runs, or make it writable.", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
