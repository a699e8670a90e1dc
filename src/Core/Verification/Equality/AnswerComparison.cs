using Rollouts.Core.Verification.Reading;

namespace Rollouts.Core.Verification.Equality;

/// <summary>A comparison of two answers as texts, with what was read on the way.</summary>
/// <param name="AreEqual">Whether they mean the same.</param>
/// <param name="Reason">Why or why not, as a clause that ends a sentence.</param>
/// <param name="Reference">The reference as it was read.</param>
/// <param name="Answer">The answer as it was read.</param>
internal sealed record AnswerComparison(bool AreEqual, string Reason, AnswerReading Reference, AnswerReading Answer)
{
    /// <summary>Compares two texts: as texts, as choices, and as every pair of values they can mean.</summary>
    public static AnswerComparison Of(string reference, string answer)
    {
        var (expected, given) = (AnswerReader.Read(reference, isReference: true), AnswerReader.Read(answer, isReference: false));
        var comparison = Compare(reference, answer, expected, given);
        return new(comparison.AreEqual, comparison.Reason, expected, given);
    }

    private static Comparison Compare(string reference, string answer, AnswerReading expected, AnswerReading given)
    {
        if (expected.Text.Length > 0 && expected.Text == given.Text) return Comparison.Same("both are the same text");
        if (ChoiceLetter.OfReference(reference) is { } right && ChoiceLetter.OfAnswer(answer) is { } chosen)
            return right == chosen ? Comparison.Same($"both choose {right}") : Comparison.Different($"{chosen} is not the choice {right}");
        if (!expected.IsReadable) return Comparison.Different($"the reference can only be compared as text, because {expected.Problem}");
        return given.IsReadable ? CompareValues(expected, given) : Comparison.Different($"it can't be read: {given.Problem}");
    }

    private static Comparison CompareValues(AnswerReading expected, AnswerReading given)
    {
        Comparison? first = null;
        foreach (var reference in expected.Values)
        {
            foreach (var answer in given.Values)
            {
                var comparison = ValueEquality.Compare(reference, answer);
                if (comparison.AreEqual) return comparison;
                first ??= comparison;
            }
        }

        return first!.Value;
    }
}
