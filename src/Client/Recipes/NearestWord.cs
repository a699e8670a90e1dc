namespace Rollouts.Client.Recipes;

/// <summary>Guesses which known word a person meant.</summary>
internal static class NearestWord
{
    /// <summary>The known word with the fewest edits, or null if none is near: more than two fifths of the letters would change.</summary>
    public static string? Of(string word, IEnumerable<string> known) => known
        .Select(candidate => (candidate, distance: Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
        .Where(pair => 5 * pair.distance <= 2 * Math.Max(word.Length, pair.candidate.Length))
        .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
        .Select(pair => pair.candidate).FirstOrDefault();

    /// <summary>" Did you mean 'x'?", or nothing if no known word is near.</summary>
    public static string Suggestion(string word, IEnumerable<string> known) =>
        Of(word, known) is { } near ? $" Did you mean '{near}'?" : "";

    /// <summary>Levenshtein's distance: insertions, deletions and substitutions.</summary>
    public static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
                current[j] = Math.Min(Math.Min(previous[j], current[j - 1]) + 1, previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
            previous = current;
        }

        return previous[right.Length];
    }
}
