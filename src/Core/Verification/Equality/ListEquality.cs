using System.Collections.Immutable;
using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Equality;

/// <summary>Compares answers that have several parts.</summary>
internal static class ListEquality
{
    private const int MostComparisons = 4_000;

    /// <summary>The parts of a list or set, lists within it opened; null for other kinds.</summary>
    public static ImmutableArray<AnswerValue>? ItemsOf(AnswerValue value) => value switch
    {
        ListValue list => [.. list.Items.SelectMany(item => item is ListValue inner ? ItemsOf(inner)!.Value : [item])],
        SetValue set => [.. set.Items.SelectMany(item => item is ListValue inner ? ItemsOf(inner)!.Value : [item])],
        _ => null,
    };

    /// <summary>Compares parts whose order does not count.</summary>
    public static Comparison InAnyOrder(ImmutableArray<AnswerValue> reference, ImmutableArray<AnswerValue> answer)
    {
        if (reference.Length != answer.Length) return WrongCount(reference.Length, answer.Length);
        var (left, comparisons) = (answer.ToList(), 0);
        foreach (var expected in reference)
        {
            comparisons += left.Count;
            if (comparisons > MostComparisons && !expected.Equals(left[0])) return Comparison.Different("there are too many parts to compare in any order");
            var place = left.FindIndex(given => ValueEquality.Compare(expected, given).AreEqual);
            if (place < 0) return Comparison.Different($"{expected} is not among the answer's parts");
            left.RemoveAt(place);
        }

        return Comparison.Same("they have the same parts");
    }

    /// <summary>Compares parts one by one.</summary>
    public static Comparison InOrder(ImmutableArray<AnswerValue> reference, ImmutableArray<AnswerValue> answer)
    {
        if (reference.Length != answer.Length) return WrongCount(reference.Length, answer.Length);
        for (var place = 0; place < reference.Length; place++)
        {
            var part = ValueEquality.Compare(reference[place], answer[place]);
            if (!part.AreEqual) return Comparison.Different($"part {place + 1} differs: {part.Reason}");
        }

        return Comparison.Same("their parts are equal one by one");
    }

    private static Comparison WrongCount(int expected, int given) => Comparison.Different($"it has {given} parts and not {expected}");
}
