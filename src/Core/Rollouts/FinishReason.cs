namespace Rollouts.Core.Rollouts;

/// <summary>Why a rollout ended.</summary>
public enum FinishReason
{
    /// <summary>The policy wrote a stop token; it is the last of the token ids.</summary>
    Stop,

    /// <summary>The length limit was reached.</summary>
    Length,
}
