using Rollouts.Core.Problems;

namespace Rollouts.Core.Rollouts;

/// <summary>One of a run's visits to a problem.</summary>
/// <param name="Problem">The visited problem.</param>
/// <param name="Ordinal">0 for the first visit of the run to this problem, then 1, 2, …</param>
[GenerateSerializer, Immutable, Alias("visit-id")]
public readonly record struct VisitId(ProblemId Problem, int Ordinal)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Problem}#{Ordinal}";
}

/// <summary>Names one rollout of a run for ever, whoever draws it and however often it has to be drawn again.</summary>
/// <param name="Visit">The visit it belongs to.</param>
/// <param name="Round">0-based round of the visit.</param>
/// <param name="Index">0-based place in the round.</param>
[GenerateSerializer, Immutable, Alias("rollout-id")]
public readonly record struct RolloutId(VisitId Visit, int Round, int Index)
{
    /// <summary>The seed that follows from the run's seed and this id; equal ids give equal rollouts under equal weights.</summary>
    public ulong Seed(ulong runSeed)
    {
        var hash = Mix(runSeed ^ 0x9E3779B97F4A7C15);
        foreach (var character in Visit.Problem.Value) hash = Mix(hash ^ character);
        hash = Mix(hash ^ (uint)Visit.Ordinal);
        hash = Mix(hash ^ ((ulong)(uint)Round << 32 | (uint)Index));
        return hash;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Visit}.{Round}.{Index}";

    // SplitMix64's finaliser (Steele, Lea, Flood 2014): a bijection that spreads every input bit.
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
