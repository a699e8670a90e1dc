namespace Rollouts.Core.Problems;

/// <summary>What becomes of a problem that does not fit into the policy's context with its whole hint and an answer.</summary>
public enum TooLong
{
    /// <summary>The run does not begin; the message names the first one.</summary>
    Fail,

    /// <summary>It is left out, and people are told how many were.</summary>
    Skip,
}
