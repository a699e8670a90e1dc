namespace Rollouts.Core.Runs;

/// <summary>One option of a specification that can't be.</summary>
/// <param name="Path">The option, for example <c>hint.target_accuracy</c>.</param>
/// <param name="Found">Its value.</param>
/// <param name="Expected">What it may be.</param>
/// <param name="Remedy">What to do.</param>
public sealed record SpecificationFault(string Path, string Found, string Expected, string Remedy)
{
    /// <inheritdoc/>
    public override string ToString() => $"'{Path}' is {Found}; expected {Expected}. {Remedy}";
}
