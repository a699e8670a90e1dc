namespace Rollouts.Core.Problems.Files;

/// <summary>Problems that stay on disk until they are asked for.</summary>
/// <param name="index">Where they are.</param>
/// <param name="places">Which of them, in which order.</param>
internal sealed class FileProblems(ProblemIndex index, int[] places) : ProblemList
{
    /// <inheritdoc/>
    public override int Length => places.Length;

    /// <inheritdoc/>
    public override Problem this[int place] => index.Read(places[place]);
}
