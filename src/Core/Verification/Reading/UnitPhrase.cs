using System.Collections.Frozen;
using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Reading;

/// <summary>What may stand behind a number: "cm", "square feet", "km/h", "dollars per week", "apples".</summary>
internal static class UnitPhrase
{
    private static readonly FrozenDictionary<string, string> Measures = Spellings(
        "mm millimeter millimetre", "cm centimeter centimetre", "dm decimeter decimetre", "m meter metre", "km kilometer kilometre",
        "in inch inche", "ft foot feet", "yd yard", "mi mile", "g gram", "kg kilogram", "mg milligram", "pound lb lbs gbp", "oz ounce",
        "l liter litre", "ml milliliter millilitre", "gal gallon", "s sec second", "min mins minute", "h hr hrs hour", "day", "week",
        "month", "yr year", "dollar usd", "cent", "euro eur", "yen", "rupee rs inr", "degree deg", "radian rad", "unit",
        "mi/h mph", "km/h kmh kph", "hz hertz",
        "j joule", "w watt", "n newton", "am", "pm");

    /// <summary>The phrase in one spelling, or null where the tokens are none.</summary>
    public static string? Of(TokenRange tokens)
    {
        var parts = new List<string>();
        for (var place = 0; place < tokens.Length; place++)
        {
            if (PartOf(tokens, place) is not { } part) return null;
            if (part.Length > 0) parts.Add(part);
        }

        return parts.Count == 0 ? null : Ordered(parts);
    }

    /// <summary>Whether two phrases surely mean different measures: cm and m, cm and cm^2; not: apples and fruit, cm and nothing.</summary>
    public static bool Conflict(string left, string right) => left != right && IsMeasure(left) && IsMeasure(right);

    /// <summary>Whether every part of a phrase is a known measure.</summary>
    public static bool IsMeasure(string phrase)
    {
        foreach (var part in phrase.Split('/', ' '))
        {
            if (!Measures.ContainsKey(part.Split('^')[0])) return false;
        }

        return true;
    }

    /// <summary>The phrase as a formula, as "7 m/s" reads where nothing says that it is a unit; null where it is not all single letters.</summary>
    public static Expression? AsFormula(string phrase)
    {
        if (phrase.Length == 0 || Array.Exists(phrase.Split('/', ' '), part => part.Split('^')[0].Length != 1)) return null;
        var tokens = Tokenizer.Tokenize(phrase);
        return ExpressionParser.Parse(new(tokens, 0, tokens.Count));
    }

    private static string? PartOf(TokenRange tokens, int place)
    {
        var token = tokens[place];
        if (token.IsWord("is") || token.IsWord("not") || token.IsWord("half")) return null; // "4 is wrong"
        if (token.Kind == TokenKind.Word) return token.IsWord("per") ? "/" : Singular(token.Text.ToLowerInvariant());
        if (token.Is('/') || token is { Kind: TokenKind.Letter, Text: "a" } && place > 0 && place < tokens.Length - 1) return "/"; // "dollars a week"
        if (token.Is('.') || token.Is('-') || token.Is('*') || token.Is(',')) return place > 0 ? "" : null;
        if (place > 0 && tokens[place - 1].Is('/') && token.Kind == TokenKind.Letter) return Singular(token.Text);
        if (token.Is('^') || token.Is('{') || token.Is('}')) return place > 0 ? "" : null;
        return token.Kind == TokenKind.Number && IsExponent(tokens, place) ? $"^{token.Text}" : null;
    }

    private static bool IsExponent(TokenRange tokens, int place) =>
        place > 1 && (tokens[place - 1].Is('^') || place > 2 && tokens[place - 1].Is('{') && tokens[place - 2].Is('^')) && tokens[place].Text is "1" or "2" or "3";

    // "square cm", "cm squared" and "cm ^2" become "cm^2".
    private static string Ordered(List<string> parts)
    {
        var words = new List<string>();
        var power = "";
        foreach (var part in parts)
        {
            if (part is "square" or "sq" or "cubic" or "cu") power = part[0] == 's' ? "^2" : "^3";
            else if (part is "squared" or "cubed" && words.Count > 0) words[^1] += part == "squared" ? "^2" : "^3";
            else if (part[0] == '^' && words.Count > 0) words[^1] += part;
            else
            {
                words.Add(part + power);
                power = "";
            }
        }

        return string.Join(' ', words).Replace("/ ", "/", StringComparison.Ordinal).Replace(" /", "/", StringComparison.Ordinal);
    }

    private static string Singular(string word)
    {
        if (Measures.TryGetValue(word, out var measure)) return measure;
        var singular = word.Length > 3 && word[^1] == 's' ? word[..^1] : word;
        return Measures.GetValueOrDefault(singular, singular);
    }

    private static FrozenDictionary<string, string> Spellings(params string[] lines)
    {
        var spellings = new Dictionary<string, string>();
        foreach (var line in lines)
        {
            var words = line.Split(' ');
            foreach (var word in words) spellings.TryAdd(word, words[0]);
        }

        return spellings.ToFrozenDictionary();
    }
}
