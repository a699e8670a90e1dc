using Rollouts.Core.ItemResponse;
using Rollouts.Core.Rollouts;

namespace Rollouts.Core.Verification;

/// <summary>What became of an answer; all but <see cref="VerifierError"/> are the policy's doing.</summary>
public enum VerdictKind
{
    /// <summary>Equal to the reference, or accepted by the set's own checker.</summary>
    Correct,

    /// <summary>An answer was found and it is not the reference.</summary>
    Wrong,

    /// <summary>The text ended by itself without an answer.</summary>
    NoAnswer,

    /// <summary>The length limit came before an answer.</summary>
    Truncated,

    /// <summary>The verifier failed or ran out of time: never a reward.</summary>
    VerifierError,

    /// <summary>An answer was found and can't be read as mathematics or words.</summary>
    Unparsable,
}

/// <summary>A typed judgement with a reason that a person can read.</summary>
/// <param name="Kind">What became of the answer.</param>
/// <param name="Extracted">The answer as found in the text; null where there is none.</param>
/// <param name="Reason">One sentence.</param>
/// <remarks>Previous: <see cref="Rollout"/>. Next: <see cref="ItemResponseFit"/>.</remarks>
[GenerateSerializer, Immutable, Alias("verdict")]
public sealed record Verdict(VerdictKind Kind, string? Extracted, string Reason)
{
    /// <summary>1 for a correct answer, 0 for the policy's own failures, null where an infrastructure error says nothing about it.</summary>
    public double? Reward => Kind switch
    {
        VerdictKind.Correct => 1,
        VerdictKind.VerifierError => null,
        _ => 0,
    };
}
