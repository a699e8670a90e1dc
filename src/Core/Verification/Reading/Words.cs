using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Rollouts.Core.Verification.Reading;

/// <summary>Which runs of letters are words and which are products of letters.</summary>
internal static class Words
{
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouyAEIOUY");

    private static readonly FrozenSet<string> Short = FrozenSet.Create(
        "no", "yes", "old", "one", "two", "six", "ten", "yen",
        "odd", "and", "or", "day", "days", "red", "egg", "eggs", "men", "man", "the", "is", "for", "per", "all", "of", "to",
        "at", "in", "by", "am", "pm", "cm", "mm", "km", "dm", "nm", "kg", "mg", "ml", "lb", "lbs", "oz", "hr", "hrs", "min", "mins", "sec",
        "secs", "ft", "yd", "yds", "mi", "mph", "kph", "kmh", "cc", "gal", "pts", "pt", "sq", "cu", "rad", "deg", "hz", "khz", "mhz", "kw",
        "kwh", "kj", "ev", "usd", "eur", "gbp", "rs", "cents", "tons", "won", "boy", "boys", "girl", "girls", "cup", "cups", "box", "bag",
        "bags", "car", "cars", "cat", "cats", "dog", "dogs", "bus", "pen", "pens", "inch", "feet", "foot", "yard", "mile", "hour", "week",
        "year", "none", "true", "false", "dne", "east", "west", "even", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "jan", "feb",
        "mar", "apr", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private static readonly FrozenSet<string> Capitals = FrozenSet.Create(
        "YES", "NO", "TRUE", "FALSE", "NONE", "DNE", "AM", "PM", "AND", "OR", "EVEN", "ODD", "USD", "EUR", "GBP", "RS");

    private static readonly FrozenSet<string> Hedges = FrozenSet.Create(
        "about", "approximately", "approx", "around", "roughly", "exactly", "nearly", "only", "the", "answer", "is", "equals", "usd",
        "eur", "rs", "total", "of", "a", "an");

    /// <summary>Words before a number that do not change what it is.</summary>
    public static bool IsHedge(string word) => Hedges.Contains(word.ToLowerInvariant());

    /// <summary>Endings that make a number an ordinal.</summary>
    public static bool IsOrdinalEnding(ReadOnlySpan<char> letters) => letters is "st" or "nd" or "rd" or "th";

    /// <summary>Whether letters that stand together are a word rather than a product such as <c>xy</c> or a name such as <c>ABC</c>.</summary>
    public static bool IsWord(string letters)
    {
        if (letters.Length < 2) return false;
        if (!Ascii.IsValid(letters)) return true;
        var isCapital = letters.AsSpan().IndexOfAnyInRange('a', 'z') < 0;
        if (isCapital) return Capitals.Contains(letters);
        if (Short.Contains(letters.ToLowerInvariant())) return true;
        return letters.Length >= 4 && letters.AsSpan(1).IndexOfAnyExceptInRange('a', 'z') < 0 && letters.AsSpan().ContainsAny(Vowels);
    }
}
