using System.Globalization;

namespace Rollouts.Core.Problems.Digits;

/// <summary>The rules: a state is a number 000 to 999, and a chain of legal moves leads from a start to a goal.</summary>
/// <remarks>
/// Moves: <c>r</c> rotates left (abc to bca), <c>i</c> adds 1 and <c>m</c> takes 3 off the last digit modulo 10,
/// <c>d</c> doubles modulo 1000. A statement is <c>796&gt;000:</c>, a step is the move and the number it leads to:
/// <c>m793</c>.
/// </remarks>
internal static class DigitsPuzzle
{
    public const int StateCount = 1000;

    public const int MaximumMoves = 8;

    public const string Moves = "rimd";

    public const string Alphabet = "0123456789" + Moves + ">:";

    private static readonly string[] Numbers = [.. Enumerable.Range(0, StateCount).Select(state => state.ToString("D3", CultureInfo.InvariantCulture))];

    /// <summary>The state a move leads to, or -1 if there is no such move.</summary>
    public static int Apply(char move, int state) => move switch
    {
        'r' => state % 100 * 10 + state / 100,
        'i' => state - state % 10 + (state + 1) % 10,
        'm' => state - state % 10 + (state % 10 + 7) % 10,
        'd' => state * 2 % StateCount,
        _ => -1,
    };

    public static string Number(int state) => Numbers[state];

    public static string Statement(int start, int goal) => $"{Numbers[start]}>{Numbers[goal]}:";

    public static string Step(char move, int result) => $"{move}{Numbers[result]}";

    /// <summary>Reads a statement; false where it is none.</summary>
    public static bool TryRead(string statement, out int start, out int goal)
    {
        start = goal = -1;
        return statement is [_, _, _, '>', _, _, _, ':'] && TryReadNumber(statement, out start) && TryReadNumber(statement.AsSpan(4), out goal);
    }

    /// <summary>Reads the three digits that a text begins with; false where it does not begin with three digits.</summary>
    public static bool TryReadNumber(ReadOnlySpan<char> text, out int state)
    {
        state = -1;
        if (text.Length < 3 || !char.IsAsciiDigit(text[0]) || !char.IsAsciiDigit(text[1]) || !char.IsAsciiDigit(text[2])) return false;
        state = (text[0] - '0') * 100 + (text[1] - '0') * 10 + text[2] - '0';
        return true;
    }

    /// <summary>Moves of a shortest chain from every state to the goal, breadth first; -1 where there is none. Shape [1000].</summary>
    public static int[] Distances(int goal)
    {
        var predecessors = Enumerable.Range(0, StateCount).SelectMany(state => Moves.Select(move => (From: state, To: Apply(move, state))))
            .ToLookup(edge => edge.To, edge => edge.From);
        var distances = new int[StateCount];
        Array.Fill(distances, -1);
        distances[goal] = 0;
        var queue = new Queue<int>([goal]);
        while (queue.TryDequeue(out var state))
        {
            foreach (var from in predecessors[state].Where(from => distances[from] < 0))
            {
                distances[from] = distances[state] + 1;
                queue.Enqueue(from);
            }
        }

        return distances;
    }
}
