using System.Collections.Immutable;

namespace Rollouts.Core.Problems.Files;

/// <summary>Finds problems that ask the same: their statements are equal but for white space.</summary>
/// <remarks>Hashes find candidates and the texts decide, so that a million problems are compared without being kept.</remarks>
internal static class Statements
{
    private const int NamedCount = 3;

    /// <summary>A hash that white space does not change.</summary>
    public static ulong Hash(string statement)
    {
        var hash = 0UL;
        foreach (var character in statement)
        {
            if (!char.IsWhiteSpace(character)) hash = SeededRandom.Mix(hash ^ character);
        }

        return hash;
    }

    /// <summary>Places of <paramref name="train"/> whose statement is not among <paramref name="heldOut"/>'s, in order.</summary>
    public static int[] NotIn(ProblemIndex train, ProblemIndex heldOut)
    {
        var places = Enumerable.Range(0, heldOut.Length).ToLookup(heldOut.StatementHash);
        return [.. Enumerable.Range(0, train.Length).Where(place => !places[train.StatementHash(place)].Any(other => AreSame(train.Read(place), heldOut.Read(other))))];
    }

    /// <summary>In words, which problems of a split repeat one another.</summary>
    public static ImmutableArray<string> Repetitions(ProblemIndex index)
    {
        var pairs = Repeated(index).ToArray();
        if (pairs.Length == 0) return [];
        var named = string.Join("; ", pairs.Take(NamedCount).Select(pair => $"{index.PlaceOf(pair.Later)} repeats {index.PlaceOf(pair.Earlier)}"));
        var more = pairs.Length > NamedCount ? $"; and {pairs.Length - NamedCount} more" : "";
        return [$"{pairs.Length} of the {index.Length} problems of {index.Path} ask what another one asks; they stay ({named}{more})."];
    }

    private static IEnumerable<(int Earlier, int Later)> Repeated(ProblemIndex index)
    {
        int[] places = [.. Enumerable.Range(0, index.Length)];
        Array.Sort(Array.ConvertAll(places, index.StatementHash), places);
        for (var start = 0; start < places.Length;)
        {
            var end = start + 1;
            while (end < places.Length && index.StatementHash(places[end]) == index.StatementHash(places[start])) end++;
            var (first, others) = (places[start..end].Min(), places[start..end].Order().Skip(1));
            foreach (var other in others.Where(other => AreSame(index.Read(first), index.Read(other)))) yield return (first, other);
            start = end;
        }
    }

    private static bool AreSame(Problem one, Problem other) => string.Concat(one.Statement.Where(IsInk)) == string.Concat(other.Statement.Where(IsInk));

    private static bool IsInk(char character) => !char.IsWhiteSpace(character);
}
