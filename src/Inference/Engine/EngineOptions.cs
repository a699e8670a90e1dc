using Rollouts.Core;

namespace Rollouts.Inference.Engine;

/// <summary>How much an engine does at once.</summary>
public sealed record EngineOptions
{
    /// <summary>Sequences decoded at once; at least 1.</summary>
    public int SlotCount { get; init; } = 64;

    /// <summary>Threads that share each step; 0 = one per core.</summary>
    public int Threads { get; init; }

    /// <summary>Requests that may wait; further callers wait for a place. At least 1.</summary>
    public int QueueCapacity { get; init; } = 1024;

    /// <summary>Prefix tokens computed in one step at most: more is faster for prompts, and running sequences wait longer. At least 1.</summary>
    public int PrefixTokensPerStep { get; init; } = 256;

    /// <summary>Memory of keys and values at most, in MiB; taken as it is needed.</summary>
    public int CacheMegabytes { get; init; } = 2048;

    /// <summary>Blocks of 16 prefix tokens remembered for later requests under the same weights; 0 = none.</summary>
    public int RememberedBlockCount { get; init; } = 512;

    /// <summary>Token ids that are never drawn, such as padding.</summary>
    public int[] ForbiddenTokenIds { get; init; } = [];

    /// <summary>Throws where a number is out of its range.</summary>
    /// <exception cref="InvalidInputException">It names the option.</exception>
    public void Validate()
    {
        Require(SlotCount >= 1, nameof(SlotCount), SlotCount, "at least 1");
        Require(Threads >= 0, nameof(Threads), Threads, "at least 0");
        Require(QueueCapacity >= 1, nameof(QueueCapacity), QueueCapacity, "at least 1");
        Require(PrefixTokensPerStep >= 1, nameof(PrefixTokensPerStep), PrefixTokensPerStep, "at least 1");
        Require(CacheMegabytes >= 1, nameof(CacheMegabytes), CacheMegabytes, "at least 1");
        Require(RememberedBlockCount >= 0, nameof(RememberedBlockCount), RememberedBlockCount, "at least 0");
    }

    private static void Require(bool condition, string name, int value, string expected)
    {
        if (!condition) throw new InvalidInputException($"Engine option {name} is {value}; it should be {expected}.");
    }
}
