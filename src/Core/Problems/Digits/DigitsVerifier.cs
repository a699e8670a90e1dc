using Rollouts.Core.Rollouts;
using Rollouts.Core.Verification;

namespace Rollouts.Core.Problems.Digits;

/// <summary>Accepts any chain of at most eight legal moves that ends on the goal, whatever the worked solution is.</summary>
/// <remarks>Where a chain ends is what counts: one that passes through the goal and goes on is right only if it comes back.
/// A step with an unknown move or a wrong number makes the answer wrong at once.</remarks>
internal sealed class DigitsVerifier : IVerifier
{
    private const int StepLength = 4;

    public Verdict Judge(Problem problem, string answer, FinishReason finish)
    {
        if (!DigitsPuzzle.TryRead(problem.Statement, out var start, out var goal))
            return new(VerdictKind.VerifierError, null, $"\"{problem.Statement}\" is not a digits problem such as \"796>000:\".");

        var text = answer.AsSpan();
        var (state, moveCount) = (start, 0);
        for (; text.Length >= StepLength; text = text[StepLength..])
        {
            if (Mistake(text, state) is { } mistake) return Wrong($"Step {moveCount + 1}: {mistake}");
            DigitsPuzzle.TryReadNumber(text[1..], out state);
            if (++moveCount > DigitsPuzzle.MaximumMoves) return Wrong($"It takes more than {DigitsPuzzle.MaximumMoves} moves.");
        }

        return Judge(state, goal, moveCount, text, finish);
    }

    private static Verdict Judge(int state, int goal, int moveCount, ReadOnlySpan<char> rest, FinishReason finish)
    {
        if (finish == FinishReason.Length)
            return new(VerdictKind.Truncated, null, $"The length limit came after {moveCount} legal moves, before the answer ended.");
        if (!rest.IsEmpty) return Wrong($"Step {moveCount + 1}: \"{rest}\" is not a whole step.");
        if (moveCount == 0) return new(VerdictKind.NoAnswer, null, "It has no move.");
        return state == goal
            ? new(VerdictKind.Correct, DigitsPuzzle.Number(goal), $"{moveCount} legal moves lead to {DigitsPuzzle.Number(goal)}.")
            : new(VerdictKind.Wrong, DigitsPuzzle.Number(state), $"The chain ends on {DigitsPuzzle.Number(state)}, not on {DigitsPuzzle.Number(goal)}.");
    }

    private static string? Mistake(ReadOnlySpan<char> text, int state)
    {
        var right = DigitsPuzzle.Apply(text[0], state);
        if (right < 0) return $"\"{text[0]}\" is not one of the moves r, i, m, d.";
        if (!DigitsPuzzle.TryReadNumber(text[1..], out var stated)) return $"\"{text[1..4]}\" is not a number of three digits.";
        return stated == right
            ? null
            : $"{text[0]} leads from {DigitsPuzzle.Number(state)} to {DigitsPuzzle.Number(right)}, not to {DigitsPuzzle.Number(stated)}.";
    }

    private static Verdict Wrong(string reason) => new(VerdictKind.Wrong, null, reason);
}
