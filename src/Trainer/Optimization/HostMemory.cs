using System.Runtime.InteropServices;

namespace Rollouts.Trainer.Optimization;

/// <summary>Memory that torch has freed but the C library keeps.</summary>
/// <remarks>glibc holds on to freed blocks of many sizes; without a trim a long run's resident memory doubles.</remarks>
internal static partial class HostMemory
{
    /// <summary>Hands free memory back to the operating system, where the C library can.</summary>
    public static void Trim()
    {
        if (OperatingSystem.IsLinux())
            _ = malloc_trim(0);
    }

    [LibraryImport("libc")]
    private static partial int malloc_trim(nuint pad);
}
