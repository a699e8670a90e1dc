namespace Rollouts.Core.Tokenization.Unicode;

/// <summary>Hangul syllables decompose and compose by arithmetic (The Unicode Standard, section 3.12).</summary>
internal static class HangulSyllable
{
    /// <summary>The first vowel.</summary>
    public const int VowelBase = 0x1161;

    /// <summary>One before the first trailing consonant.</summary>
    public const int TrailBase = 0x11A7;

    /// <summary>Trailing consonants, and none.</summary>
    public const int TrailCount = 28;

    private const int First = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int Count = LeadCount * VowelCount * TrailCount;

    /// <summary>The letters of a syllable; null where the scalar is none.</summary>
    public static int[]? Decomposition(int scalar)
    {
        var index = scalar - First;
        if (index is < 0 or >= Count) return null;
        var (lead, vowel, trail) = (LeadBase + index / (VowelCount * TrailCount), VowelBase + index / TrailCount % VowelCount, TrailBase + index % TrailCount);
        return trail == TrailBase ? [lead, vowel] : [lead, vowel, trail];
    }

    /// <summary>Lead and vowel, or a syllable without a trailing consonant and that consonant; null where they don't compose.</summary>
    public static int? Composite(int first, int second)
    {
        var (lead, vowel, trail) = (first - LeadBase, second - VowelBase, second - TrailBase);
        if (lead is >= 0 and < LeadCount && vowel is >= 0 and < VowelCount) return First + (lead * VowelCount + vowel) * TrailCount;
        return first - First is >= 0 and < Count && (first - First) % TrailCount == 0 && trail is > 0 and < TrailCount ? first + trail : null;
    }
}
