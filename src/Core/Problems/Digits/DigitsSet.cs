using System.Collections.Immutable;

namespace Rollouts.Core.Problems.Digits;

/// <summary>Generates the puzzle set: starts whose shortest way to the goal has the wanted length, in seeded order.</summary>
internal static class DigitsSet
{
    private const int DefaultTrainCount = 200;
    private const int DefaultHeldOutCount = 256;

    /// <summary>The set for one goal; counts of 0 mean 200 to train on and 256 held out.</summary>
    /// <exception cref="InvalidInputException">There are fewer such starts than asked for.</exception>
    public static ProblemSet Create(ProblemOptions options, int goal = 0)
    {
        var trainCount = options.TrainCount == 0 ? DefaultTrainCount : options.TrainCount;
        var heldOutCount = options.HeldOutCount == 0 ? DefaultHeldOutCount : options.HeldOutCount;
        var distances = DigitsPuzzle.Distances(goal);
        bool IsHard(int start) => distances[start] >= options.MinimumDifficulty && distances[start] <= options.MaximumDifficulty;
        int[] starts = [.. Enumerable.Range(0, DigitsPuzzle.StateCount).Where(IsHard)];
        Check(options, starts.Length, trainCount + heldOutCount);

        new SeededRandom(options.Seed).Shuffle(starts.AsSpan());
        var problems = starts.Take(trainCount + heldOutCount).Select(start => Make(start, goal, distances, options.Seed)).ToArray();
        return new("digits", [.. problems[..trainCount]], [.. problems[trainCount..]], new DigitsVerifier())
        {
            Alphabet = DigitsPuzzle.Alphabet,
            Play = new DigitsPlay((start, end) => end == goal && IsHard(start)),
        };
    }

    private static Problem Make(int start, int goal, int[] distances, ulong seed)
    {
        var random = new SeededRandom(seed, (ulong)start, (ulong)goal);
        var steps = DigitsWalk.Solution(random, start, distances).Select(step => DigitsPuzzle.Step(step.Move, step.State));
        return new(
            new($"digits/{DigitsPuzzle.Number(start)}-{DigitsPuzzle.Number(goal)}"), DigitsPuzzle.Statement(start, goal), [.. steps],
            DigitsPuzzle.Number(goal), [$"distance-{distances[start]}"]);
    }

    private static void Check(ProblemOptions options, int available, int wanted)
    {
        if (options.MinimumDifficulty < 1 || options.MaximumDifficulty > DigitsPuzzle.MaximumMoves)
        {
            throw new InvalidInputException(
                $"problems.minimum_difficulty {options.MinimumDifficulty} to maximum_difficulty {options.MaximumDifficulty} is not within the puzzle's " +
                $"1 to {DigitsPuzzle.MaximumMoves} moves; 5 to 6 is the usual choice.");
        }

        if (available < wanted)
        {
            throw new InvalidInputException(
                $"The digits puzzle has {available} starts of difficulty {options.MinimumDifficulty} to {options.MaximumDifficulty}, but problems.train_count " +
                $"and held_out_count ask for {wanted}; lower the counts or widen the difficulty.");
        }
    }
}
