using System.Runtime.InteropServices;
using TorchSharp;

namespace Rollouts.Inference.Model;

/// <summary>How many threads one torch operation may use.</summary>
/// <remarks>Torch's CPU kernels wait for one another by spinning (libgomp) unless they are told otherwise. With more spinning threads
/// than free cores an operation becomes ten times slower, not somewhat slower; so the first call here, which must come before
/// any other use of torch, lets them sleep. A person's own <c>OMP_WAIT_POLICY</c> is left alone.</remarks>
public static partial class TorchThreads
{
    private static readonly bool Sleeping = LetWaitersSleep();

    /// <summary>Sets the threads of one operation for the whole process and returns the count that is in force.</summary>
    /// <param name="count">At least 0; 0 = one per core.</param>
    public static int Set(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _ = Sleeping;
        int threads = count == 0 ? Environment.ProcessorCount : count;
        if (torch.get_num_threads() != threads) torch.set_num_threads(threads);
        return threads;
    }

    // Environment.SetEnvironmentVariable changes .NET's copy only; libgomp reads the process's own, once, when it loads.
    private static bool LetWaitersSleep() =>
        OperatingSystem.IsLinux() && SetEnvironment("OMP_WAIT_POLICY", "passive", overwrite: 0) == 0;

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
