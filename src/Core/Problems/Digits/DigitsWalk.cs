namespace Rollouts.Core.Problems.Digits;

/// <summary>Chains of legal moves that visit no state twice.</summary>
internal static class DigitsWalk
{
    private const double DetourProbability = 0.7;

    /// <summary>A random chain of exactly <paramref name="moveCount"/> moves, or null where it ran into a dead end.</summary>
    public static List<(char Move, int State)>? Random(SeededRandom random, int start, int moveCount)
    {
        var walk = new List<(char Move, int State)>(moveCount);
        while (walk.Count < moveCount)
        {
            var state = walk.Count == 0 ? start : walk[^1].State;
            if (Choose(random, Unvisited(state, start, walk)) is not { } step) return null;
            walk.Add(step);
        }

        return walk;
    }

    /// <summary>A rough solution: each move is any legal unvisited one with probability 0.7, else one that leads nearer to the
    /// goal; drawn again until it needs at most <see cref="DigitsPuzzle.MaximumMoves"/> moves.</summary>
    /// <param name="distances">Of <see cref="DigitsPuzzle.Distances"/> for the goal; the start must be within reach.</param>
    public static List<(char Move, int State)> Solution(SeededRandom random, int start, int[] distances)
    {
        while (true)
        {
            if (TrySolve(random, start, distances) is { } walk) return walk;
        }
    }

    private static List<(char Move, int State)>? TrySolve(SeededRandom random, int start, int[] distances)
    {
        var walk = new List<(char Move, int State)>(DigitsPuzzle.MaximumMoves);
        for (var state = start; distances[state] != 0; state = walk[^1].State)
        {
            if (walk.Count + distances[state] > DigitsPuzzle.MaximumMoves) return null;
            var open = Unvisited(state, start, walk);
            if (!random.Chance(DetourProbability)) open.RemoveAll(step => distances[step.State] != distances[state] - 1);
            if (Choose(random, open) is not { } step) return null;
            walk.Add(step);
        }

        return walk;
    }

    private static List<(char Move, int State)> Unvisited(int state, int start, List<(char Move, int State)> walk)
    {
        var open = new List<(char Move, int State)>(DigitsPuzzle.Moves.Length);
        foreach (var move in DigitsPuzzle.Moves)
        {
            var next = DigitsPuzzle.Apply(move, state);
            if (next != start && !walk.Exists(step => step.State == next)) open.Add((move, next));
        }

        return open;
    }

    private static (char Move, int State)? Choose(SeededRandom random, List<(char Move, int State)> steps) =>
        steps.Count == 0 ? null : steps[random.Next(steps.Count)];
}
