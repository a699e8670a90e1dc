using System.Collections.Immutable;
using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Reading;

/// <summary>An answer, read.</summary>
/// <param name="Text">Without its dress and without spaces, for comparing as text.</param>
/// <param name="Values">What it can mean, the likeliest first; none where it can't be read.</param>
/// <param name="Problem">Why it can't be read, for people; empty where it can.</param>
internal sealed record AnswerReading(string Text, ImmutableArray<AnswerValue> Values, string Problem)
{
    /// <summary>Whether anything was understood.</summary>
    public bool IsReadable => !Values.IsEmpty;
}
