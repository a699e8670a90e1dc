using System.Collections.Immutable;
using Rollouts.Core.Hints;

namespace Rollouts.Core.Problems;

/// <summary>A question with a worked solution, as the data set states it.</summary>
/// <param name="Id">Unique in its set.</param>
/// <param name="Statement">What the policy is asked.</param>
/// <param name="Steps">The worked solution in order; each step carries its own trailing separator, so that their
/// concatenation is the whole solution, final answer included. At least one.</param>
/// <param name="Answer">The final answer the verifier compares with; not empty.</param>
/// <param name="Tags">Subject, level and the like; may be empty.</param>
/// <remarks>Next: <see cref="Hint"/>.</remarks>
public sealed record Problem(
    ProblemId Id, string Statement, ImmutableArray<string> Steps, string Answer, ImmutableArray<string> Tags)
{
    /// <summary>The whole worked solution.</summary>
    public string Solution => string.Concat(Steps);
}
