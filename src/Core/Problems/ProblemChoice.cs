using System.Numerics;

namespace Rollouts.Core.Problems;

/// <summary>Which problem is visited when: every epoch is a fresh seeded permutation of all problems.</summary>
/// <remarks>Pure and without memory: visit i falls into epoch i / N, and a small Feistel network (Luby, Rackoff 1988) over the next
/// even number of bits, walked until it lands below N, permutes the place in that epoch (Black, Rogaway 2002: cycle walking).
/// A problem is visited once an epoch, so the epoch is the ordinal of the visit. Two visits to one problem can lie
/// close together where one epoch ends and the next begins.</remarks>
public static class ProblemChoice
{
    private const int FeistelRounds = 6;

    /// <summary>The problem of a place in a batch.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="problemCount">N, problems to train on; at least 1.</param>
    /// <param name="problemsPerStep">P, places of a batch; at least 1.</param>
    /// <param name="batch">0-based batch.</param>
    /// <param name="slot">0-based place in the batch.</param>
    public static ProblemVisit At(ulong seed, int problemCount, int problemsPerStep, int batch, int slot) =>
        At(seed, problemCount, (long)batch * problemsPerStep + slot);

    /// <summary>The problem of the run's visit number <paramref name="visit"/> (0-based).</summary>
    public static ProblemVisit At(ulong seed, int problemCount, long visit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(problemCount, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(visit);
        var (epoch, place) = Math.DivRem(visit, problemCount);
        var key = SeededRandom.Mix(SeededRandom.Mix(seed) ^ (ulong)epoch);
        return new((int)Permute((uint)place, (uint)problemCount, key), checked((int)epoch));
    }

    private static uint Permute(uint place, uint count, ulong key)
    {
        var halfBits = Math.Max(1, (BitOperations.Log2(Math.Max(1, count - 1)) + 2) / 2);
        do place = Feistel(place, halfBits, key);
        while (place >= count);
        return place;
    }

    private static uint Feistel(uint place, int halfBits, ulong key)
    {
        var mask = (1u << halfBits) - 1;
        var (left, right) = (place >> halfBits, place & mask);
        for (var round = 0u; round < FeistelRounds; round++)
            (left, right) = (right, left ^ (uint)SeededRandom.Mix(key ^ ((ulong)round << 32 | right)) & mask);
        return left << halfBits | right;
    }
}

/// <summary>A visit as <see cref="ProblemChoice"/> decides it.</summary>
/// <param name="Problem">0-based place in the set's training problems.</param>
/// <param name="Ordinal">Earlier visits of the run to this problem.</param>
public readonly record struct ProblemVisit(int Problem, int Ordinal);
