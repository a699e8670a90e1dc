namespace Rollouts.Core.Runs;

/// <summary>Names a run: recipe and start time, for example <c>quickstart-20260131-142500</c>. Also its folder's name.</summary>
/// <param name="Value">Letters, digits, <c>-</c>, <c>_</c> and <c>.</c> only.</param>
[GenerateSerializer, Immutable, Alias("run-id")]
public readonly record struct RunId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
