namespace Rollouts.Core.Problems.Files;

/// <summary>Every problem of a set has an id of its own.</summary>
internal static class ProblemIds
{
    /// <summary>Refuses an id that names two problems.</summary>
    /// <exception cref="InvalidInputException">It names the id and where it stands.</exception>
    public static void RequireUnique(params ProblemIndex[] indexes)
    {
        (ProblemIndex Index, int Place)[] problems = [.. indexes.SelectMany(index => Enumerable.Range(0, index.Length).Select(place => (index, place)))];
        var hashes = Array.ConvertAll(problems, problem => problem.Index.IdHash(problem.Place));
        Array.Sort(hashes, problems);
        for (var next = 1; next < problems.Length; next++)
        {
            if (hashes[next] == hashes[next - 1]) RequireOther(problems[next - 1], problems[next]);
        }
    }

    private static void RequireOther((ProblemIndex Index, int Place) one, (ProblemIndex Index, int Place) other)
    {
        var id = one.Index.Read(one.Place).Id;
        if (id == other.Index.Read(other.Place).Id)
            throw new InvalidInputException($"The id \"{id}\" names 2 problems, {one.Index.PlaceOf(one.Place)} and {other.Index.PlaceOf(other.Place)}; every problem needs its own.");
    }
}
