namespace Rollouts.Core.Advantages;

/// <summary>Names under which the ledger counts rollouts that are not trained on.</summary>
public static class DropReason
{
    /// <summary>The verifier failed: there is no reward.</summary>
    public const string VerifierError = "verifier_error";

    /// <summary>RED-Drop took it out.</summary>
    public const string RedDrop = "red_drop";

    /// <summary>DAPO's dynamic sampling: no rollout of its visit has an advantage.</summary>
    public const string DegenerateGroup = "degenerate_group";

    /// <summary>Older than the age bound when it was to be trained on.</summary>
    public const string Stale = "stale";
}
