using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;

namespace Rollouts.Core.Verification;

/// <summary>Judges answers of one problem set. Pure, thread-safe and bounded in time and memory by itself.</summary>
public interface IVerifier
{
    /// <summary>Judges an answer.</summary>
    /// <param name="problem">The problem it answers.</param>
    /// <param name="answer">The whole answer: the hint that was shown and what the policy wrote after it, stop token not included.</param>
    /// <param name="finish">Why the text ended.</param>
    Verdict Judge(Problem problem, string answer, FinishReason finish);
}
