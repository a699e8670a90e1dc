namespace Rollouts.Silo;

/// <summary>What a process contributes to a run.</summary>
[Flags]
public enum Capabilities
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Durable state: the grains and their storage.</summary>
    Control = 1,

    /// <summary>An engine, and the pump that feeds it.</summary>
    Inference = 2,

    /// <summary>The training loop.</summary>
    Trainer = 4,

    /// <summary>A whole run in one process.</summary>
    All = Control | Inference | Trainer,
}
