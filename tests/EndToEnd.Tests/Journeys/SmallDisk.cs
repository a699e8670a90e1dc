using System.Diagnostics;

namespace Rollouts.EndToEnd.Tests.Journeys;

/// <summary>A volume of a few hundred kilobytes: what is written beyond that meets a disk that is really full.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Mounts one on an empty folder; null with a reason where this machine or user may not.</summary>
    public static SmallDisk? Mount(string path, int kilobytes, out string reason)
    {
        Directory.CreateDirectory(path);
        reason = OperatingSystem.IsLinux() ? Run("mount", "-t", "tmpfs", "-o", FormattableString.Invariant($"size={kilobytes}k"), "tmpfs", path) : "it needs Linux";
        return reason.Length == 0 ? new(path) : null;
    }

    /// <summary>Makes room.</summary>
    public void Grow(int kilobytes) =>
        Assert.Equal("", Run("mount", "-o", FormattableString.Invariant($"remount,size={kilobytes}k"), Path));

    public void Dispose() => Run("umount", "-l", Path);

    private static string Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? "" : $"{command} left with {process.ExitCode}: {error.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return $"{command} can't be run: {error.Message}";
        }
    }
}
