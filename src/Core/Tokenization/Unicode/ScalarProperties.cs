using System.Globalization;

namespace Rollouts.Core.Tokenization.Unicode;

/// <summary>Sets of scalars by their Unicode property, as Oniguruma and Rust know them.</summary>
internal static class ScalarProperties
{
    private static readonly string[] CategoryNames =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe",
        "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    private static readonly Lazy<ScalarSet[]> Categories = new(ReadCategories);

    private static readonly Lazy<ScalarSet> WordSet = new(() => Union("L", "M", "Nd", "Nl", "Pc").Union(
        ScalarSet.Of((0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189))));

    /// <summary>White_Space: <c>\s</c> of both libraries, and Rust's <c>is_whitespace</c>.</summary>
    public static ScalarSet WhiteSpace { get; } = ScalarSet.Of(
        (0x09, 0x0D), (0x20, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F),
        (0x205F, 0x205F), (0x3000, 0x3000));

    /// <summary>Alphabetic, marks, decimal digits and connectors: <c>\w</c>.</summary>
    public static ScalarSet Word => WordSet.Value;

    /// <summary>What Rust calls numeric: <c>\p{N}</c>.</summary>
    public static ScalarSet Numeric => Union("N");

    /// <summary>Signs of ASCII and <c>\p{P}</c>.</summary>
    public static ScalarSet Punctuation => Union("P").Union(ScalarSet.Of(('!', '/'), (':', '@'), ('[', '`'), ('{', '~')));

    /// <summary>The set of a property's name, or null where the name is not known.</summary>
    public static ScalarSet? Named(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant() switch
    {
        "any" => ScalarSet.All, "ascii" => ScalarSet.Of((0, 0x7F)),
        "letter" => Union("L"), "mark" => Union("M"), "number" => Union("N"), "punctuation" => Union("P"), "symbol" => Union("S"),
        "separator" => Union("Z"), "other" => Union("C"), "lc" or "casedletter" => Union("Lu", "Ll", "Lt"),
        "digit" => Union("Nd"), "word" => Word, "space" or "whitespace" => WhiteSpace, "cntrl" => Union("Cc"),
        "xdigit" => ScalarSet.Of(('0', '9'), ('A', 'F'), ('a', 'f')), "blank" => Union("Zs").Union(ScalarSet.Of('\t')),
        "han" => ScalarScripts.Han, "hiragana" => ScalarScripts.Hiragana, "katakana" => ScalarScripts.Katakana, "hangul" => ScalarScripts.Hangul,
        { Length: > 0 } category when CategoryNames.Any(known => known.StartsWith(category, StringComparison.OrdinalIgnoreCase)) => Union(category),
        _ => null,
    };

    /// <summary>Every scalar whose category begins with one of these.</summary>
    private static ScalarSet Union(params string[] categories) => ScalarSet.Of(Enumerable.Range(0, CategoryNames.Length)
        .Where(index => categories.Any(category => CategoryNames[index].StartsWith(category, StringComparison.OrdinalIgnoreCase)))
        .SelectMany(index => Categories.Value[index].Ranges));

    private static ScalarSet[] ReadCategories()
    {
        var ranges = Array.ConvertAll(CategoryNames, _ => new List<(int, int)>());
        var (first, category) = (0, CharUnicodeInfo.GetUnicodeCategory(0));
        for (var scalar = 1; scalar <= ScalarSet.Last + 1; scalar++)
        {
            var next = scalar > ScalarSet.Last ? (UnicodeCategory)(-1) : CharUnicodeInfo.GetUnicodeCategory(scalar);
            if (next == category) continue;
            ranges[(int)category].Add((first, scalar - 1));
            (first, category) = (scalar, next);
        }

        return [.. ranges.Select(list => ScalarSet.Of(list))];
    }
}
