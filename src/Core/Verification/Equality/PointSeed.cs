namespace Rollouts.Core.Verification.Equality;

/// <summary>Chooses the random values of letters: always the same ones for the same name and point, in every run.</summary>
internal static class PointSeed
{
    /// <summary>64 bits as good as random.</summary>
    public static ulong Of(string name, int point)
    {
        var seed = Mixed((ulong)point + 1);
        foreach (var character in name) seed = Mixed(seed ^ character);
        return seed;
    }

    // The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit depends on every bit.
    private static ulong Mixed(ulong value)
    {
        value += 0x9e3779b97f4a7c15UL;
        value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9UL;
        value = (value ^ value >> 27) * 0x94d049bb133111ebUL;
        return value ^ value >> 31;
    }
}
