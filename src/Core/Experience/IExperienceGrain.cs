using Orleans.Concurrency;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Rollouts.Core.Training;
using Rollouts.Core.Weights;

namespace Rollouts.Core.Experience;

/// <summary>What was drawn and waits for a step: bounded, durable, every rollout accounted for. Key: the run id.</summary>
public interface IExperienceGrain : IGrainWithStringKey
{
    /// <summary>Hands a credited visit over. Repeating it answers <see cref="AppendResult.Duplicate"/>.</summary>
    Task<AppendReceipt> AppendAsync(VisitReport report);

    /// <summary>The batch of a step: waits at most 20 s for it to be complete, then answers null.
    /// The same step gets the same visits, whoever asks, until it is committed.</summary>
    /// <exception cref="StaleEpochException">Another trainer has taken over.</exception>
    Task<ReservedVisit[]?> ReserveAsync(int epoch, int step);

    /// <summary>The packed group of a reserved visit.</summary>
    [AlwaysInterleave]
    Task<byte[]> ReadAsync(VisitPlace place);

    /// <summary>Steps up to this one are durable in a checkpoint; their visits are forgotten.</summary>
    /// <exception cref="StaleEpochException">Another trainer has taken over.</exception>
    Task CommitAsync(int epoch, int step);

    /// <summary>A trainer takes over: what was reserved after its checkpoint waits again.</summary>
    /// <param name="epoch">Its epoch; newer than all before.</param>
    /// <param name="checkpointStep">Step it goes on from.</param>
    /// <param name="forgetLater">True drops visits of versions newer than the checkpoint, whose weights no longer exist.</param>
    /// <exception cref="StaleEpochException">A newer trainer has taken over.</exception>
    Task BeginEpochAsync(int epoch, int checkpointStep, bool forgetLater);

    /// <summary>What inspection shows, and what a run's plan is rebuilt from.</summary>
    [ReadOnly, AlwaysInterleave]
    Task<ExperienceState> GetState();
}

/// <summary>What became of an append.</summary>
public enum AppendResult
{
    /// <summary>Durable.</summary>
    Accepted,

    /// <summary>It was handed over before; nothing changed.</summary>
    Duplicate,

    /// <summary>Its batch is past, or its weights are too old: counted as dropped.</summary>
    Stale,

    /// <summary>No room: hand it over again when there is credit.</summary>
    Full,
}

/// <summary>Answer to an append.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="CreditRollouts">Rollouts that still fit in.</param>
/// <param name="CreditBytes">Bytes that still fit in.</param>
[GenerateSerializer, Immutable, Alias("append-receipt")]
public sealed record AppendReceipt(AppendResult Result, long CreditRollouts, long CreditBytes);

/// <summary>A credited visit on its way.</summary>
/// <param name="Place">Where it belongs.</param>
/// <param name="Index">Place in the run's sequence of visits.</param>
/// <param name="Visit">Which visit.</param>
/// <param name="Policy">Oldest weights that drew any of it.</param>
/// <param name="RolloutCount">Rollouts of all rounds.</param>
/// <param name="TokenCount">Tokens drawn for them.</param>
/// <param name="Dropped">Rollouts not to be trained on, by reason.</param>
/// <param name="Degenerate">Nothing of it can be trained on and another visit takes the slot.</param>
/// <param name="Payload">The group, as <see cref="Advantages.CreditedGroupFormat"/> packs it.</param>
[GenerateSerializer, Immutable, Alias("visit-report")]
public sealed record VisitReport(
    VisitPlace Place, long Index, VisitId Visit, PolicyStamp Policy, int RolloutCount, long TokenCount, Dictionary<string, int> Dropped, bool Degenerate,
    byte[] Payload);

/// <summary>A visit of a reserved batch.</summary>
/// <param name="Place">Where it is; ask <see cref="IExperienceGrain.ReadAsync"/> for its group.</param>
/// <param name="Policy">Oldest weights that drew any of it.</param>
[GenerateSerializer, Immutable, Alias("reserved-visit")]
public sealed record ReservedVisit(VisitPlace Place, PolicyStamp Policy);

/// <summary>A visit that waits or is reserved.</summary>
/// <param name="Place">Where it belongs.</param>
/// <param name="Index">Place in the run's sequence of visits.</param>
/// <param name="Visit">Which visit.</param>
/// <param name="Policy">Oldest weights that drew any of it.</param>
/// <param name="TrainableCount">Rollouts that a step can train on.</param>
/// <param name="Bytes">Length of its packed group.</param>
/// <param name="Degenerate">Another visit takes the slot.</param>
[GenerateSerializer, Immutable, Alias("stored-visit")]
public sealed record StoredVisit(
    VisitPlace Place, long Index, VisitId Visit, PolicyStamp Policy, int TrainableCount, long Bytes, bool Degenerate);

/// <summary>The experience's memory, without the groups themselves.</summary>
[GenerateSerializer, Immutable, Alias("experience-state")]
public sealed record ExperienceState
{
    /// <summary>Epoch of the trainer that may reserve.</summary>
    [Id(0)] public int Epoch { get; init; }

    /// <summary>Last step in a durable checkpoint.</summary>
    [Id(1)] public int CommittedStep { get; init; }

    /// <summary>Last step whose batch is reserved; at least <see cref="CommittedStep"/>.</summary>
    [Id(2)] public int ReservedStep { get; init; }

    /// <summary>Place in the sequence of visits at which the first uncommitted batch begins.</summary>
    [Id(3)] public long FirstIndex { get; init; }

    /// <summary>Visits that no checkpoint covers yet, in order of place.</summary>
    [Id(4)] public StoredVisit[] Visits { get; init; } = [];

    /// <summary>Where every rollout is.</summary>
    [Id(5)] public Ledger Ledger { get; init; } = Ledger.Empty;

    /// <summary>Tokens drawn for all rollouts of the ledger.</summary>
    [Id(6)] public long GeneratedTokens { get; init; }
}
