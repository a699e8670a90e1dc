namespace Rollouts.Core.Runs;

/// <summary>Where a run stands.</summary>
public enum RunPhase
{
    /// <summary>Nothing has begun.</summary>
    Created,

    /// <summary>The policy learns from worked solutions or play.</summary>
    WarmStart,

    /// <summary>Rollouts are drawn and trained on.</summary>
    Training,

    /// <summary>The last step is done; the last evaluation runs.</summary>
    Finishing,

    /// <summary>All done.</summary>
    Completed,

    /// <summary>Stopped by a person; can be resumed.</summary>
    Stopped,

    /// <summary>Ended by an error that is in the snapshot; can be resumed once it is mended.</summary>
    Failed,
}
