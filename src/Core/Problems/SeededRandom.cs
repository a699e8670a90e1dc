namespace Rollouts.Core.Problems;

/// <summary>Chance that repeats: SplitMix64 (Steele, Lea, Flood 2014), the same on every machine and runtime version.</summary>
/// <remarks>Equal keys give equal streams; streams of different keys are unrelated.</remarks>
internal sealed class SeededRandom
{
    private ulong _state;

    public SeededRandom(params ReadOnlySpan<ulong> keys)
    {
        foreach (var key in keys) _state = Mix(_state ^ key);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15;
        return Finish(_state);
    }

    /// <summary>Uniform in 0 .. <paramref name="bound"/> - 1; the bound is at least 1.</summary>
    public int Next(int bound) => (int)Math.BigMul(NextBits(), (ulong)bound, out _);

    /// <summary>Uniform in <paramref name="least"/> .. <paramref name="most"/>, both inclusive.</summary>
    public int Between(int least, int most) => least + Next(most - least + 1);

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => (NextBits() >> 11) * (1.0 / (1UL << 53)) < probability;

    /// <summary>Fisher and Yates.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = Next(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    /// <summary>A bijection of 64 bits that spreads every input bit.</summary>
    public static ulong Mix(ulong bits) => Finish(bits + 0x9E3779B97F4A7C15);

    private static ulong Finish(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
