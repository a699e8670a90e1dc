namespace Rollouts.Core.Problems;

/// <summary>Names one problem inside its set, for example <c>gsm8k/train/412</c>; unique in a run.</summary>
/// <param name="Value">Not empty; letters, digits and <c>/ - _ .</c> only, so that it can be part of a path or a grain key.</param>
[GenerateSerializer, Immutable, Alias("problem-id")]
public readonly record struct ProblemId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
