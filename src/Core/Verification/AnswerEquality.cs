using Rollouts.Core.Verification.Equality;

namespace Rollouts.Core.Verification;

/// <summary>Whether an answer means the same as the reference.</summary>
/// <remarks>Both are read as mathematics (numbers, formulas, tuples, sets, intervals, matrices, relations, choices, words) and compared
/// by kind, exactly wherever that is possible. A decimal equals a fraction only exactly: 0.33 is not 1/3. Where just one
/// side has a percent sign, 50% equals both 50 and 0.5.</remarks>
public static class AnswerEquality
{
    /// <summary>Compares; symmetric except for bases, decimal commas and approximate references.</summary>
    public static bool AreEqual(string reference, string answer) => AnswerComparison.Of(reference, answer).AreEqual;
}
