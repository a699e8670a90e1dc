namespace Rollouts.Core.Runs;

/// <summary>Where every rollout of a run is: generated = consumed + Σ dropped + pending, at every moment.</summary>
/// <param name="Generated">Rollouts handed over with a verdict.</param>
/// <param name="Consumed">Rollouts that a committed or reserved optimizer step trains on.</param>
/// <param name="Dropped">Rollouts not trained on, by reason (<c>stale</c>, <c>degenerate_group</c>, <c>verifier_error</c>, …).</param>
/// <param name="Pending">Rollouts that wait for a step.</param>
[GenerateSerializer, Immutable, Alias("ledger")]
public sealed record Ledger(long Generated, long Consumed, Dictionary<string, long> Dropped, long Pending)
{
    /// <summary>Nothing yet.</summary>
    public static Ledger Empty => new(0, 0, [], 0);

    /// <summary>Whether every rollout is accounted for.</summary>
    public bool Balances => Generated == Consumed + Dropped.Values.Sum() + Pending;
}
