namespace Rollouts.Core.Problems.Digits;

/// <summary>Random walks of 1 to 8 legal moves whose end is named as the goal.</summary>
/// <param name="isProblem">Tells (start, goal) pairs that must not come up.</param>
internal sealed class DigitsPlay(Func<int, int, bool> isProblem) : IPlaySource
{
    public (string Statement, string Answer) At(ulong seed, long index)
    {
        var random = new SeededRandom(seed, (ulong)index);
        while (true)
        {
            var start = random.Next(DigitsPuzzle.StateCount);
            var moveCount = random.Between(1, DigitsPuzzle.MaximumMoves);
            if (DigitsWalk.Random(random, start, moveCount) is { } walk && !isProblem(start, walk[^1].State))
                return (DigitsPuzzle.Statement(start, walk[^1].State), string.Concat(walk.Select(step => DigitsPuzzle.Step(step.Move, step.State))));
        }
    }
}
