namespace Rollouts.Core.Verification.Reading;

/// <summary>Currency signs, which are units that stand before a number.</summary>
internal static class Currency
{
    /// <summary>The unit that a sign means, in the spelling of <see cref="UnitPhrase"/>; null where it is no currency.</summary>
    public static string? Of(char sign) => sign switch
    {
        '$' => "dollar",
        '€' => "euro",
        '£' => "pound",
        '¥' => "yen",
        '₹' => "rupee",
        _ => null,
    };

    /// <summary>The tokens without currency signs, and the unit that the first of them means; empty where there is none.</summary>
    public static (TokenRange Tokens, string Unit) Split(TokenRange tokens)
    {
        var (rest, unit) = (new List<Token>(tokens.Length), "");
        for (var place = 0; place < tokens.Length; place++)
        {
            var token = tokens[place];
            if (token is not { Kind: TokenKind.Sign, Text: [var sign] } || Of(sign) is not { } currency) rest.Add(token);
            else if (unit.Length == 0) unit = currency;
        }

        return unit.Length == 0 ? (tokens, "") : (new(rest, 0, rest.Count), unit);
    }

    /// <summary>The unit of "$15 per hour".</summary>
    public static string Join(string currency, string phrase) => phrase.Length == 0 || phrase[0] == '/' ? currency + phrase : phrase;
}
