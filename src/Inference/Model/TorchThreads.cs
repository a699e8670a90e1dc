using TorchSharp;

namespace Rollouts.Inference.Model;

/// <summary>How many threads one torch operation may use.</summary>
/// <remarks>Torch's CPU kernels wait for one another by spinning (libgomp). With more spinning threads than free cores an
/// operation becomes ten times slower, not somewhat slower: where trainer and engine work at the same time in one process, each
/// should be given its own share of the cores. Settings of <c>OMP_*</c> variables are read once, when the library loads.</remarks>
public static class TorchThreads
{
    /// <summary>Sets the threads of one operation for the whole process and returns the count that is in force.</summary>
    /// <param name="count">At least 0; 0 = one per core.</param>
    public static int Set(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int threads = count == 0 ? Environment.ProcessorCount : count;
        if (torch.get_num_threads() != threads) torch.set_num_threads(threads);
        return threads;
    }
}
