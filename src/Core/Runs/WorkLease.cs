using Rollouts.Core.Weights;

namespace Rollouts.Core.Runs;

/// <summary>Where in the run's order of work a visit stands; the name under which it is leased, reported and stored.</summary>
/// <param name="Batch">0-based batch.</param>
/// <param name="Slot">0-based place in the batch.</param>
/// <param name="Attempt">0, then 1, 2, … where dynamic sampling replaces a degenerate group of this slot.</param>
[GenerateSerializer, Immutable, Alias("visit-place")]
public readonly record struct VisitPlace(int Batch, int Slot, int Attempt)
{
    /// <summary>Batch, then slot, then attempt: the order in which batches are read.</summary>
    public (int Batch, int Slot, int Attempt) Order => (Batch, Slot, Attempt);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Batch}.{Slot}.{Attempt}");
}

/// <summary>A visit to be made: all rounds of one problem under one policy version.</summary>
/// <param name="Place">Where it belongs.</param>
/// <param name="Index">Place in the run's whole sequence of visits; problem and ordinal follow from it.</param>
/// <param name="Problem">Index of the problem among the training problems.</param>
/// <param name="Ordinal">Ordinal of the visit to this problem.</param>
[GenerateSerializer, Immutable, Alias("visit-lease")]
public sealed record VisitLease(VisitPlace Place, long Index, int Problem, int Ordinal);

/// <summary>What a silo asks for.</summary>
/// <param name="Worker">Who asks; a lease belongs to it.</param>
/// <param name="Loaded">Version its engine holds; null before the first load.</param>
/// <param name="InFlightCount">Visits and evaluations it is working on.</param>
/// <param name="FreeCount">Visits or evaluations it can take on now; at least 1.</param>
[GenerateSerializer, Immutable, Alias("lease-request")]
public sealed record LeaseRequest(string Worker, int? Loaded, int InFlightCount, int FreeCount);

/// <summary>What a silo is to do next. Everything in it is for the one version <paramref name="Policy"/>.</summary>
/// <param name="Policy">Weights to draw from; null where there is nothing to do.</param>
/// <param name="Visits">Visits to make.</param>
/// <param name="Evaluations">Held-out problems to measure, by index.</param>
/// <param name="DrainFirst">The next work needs other weights: finish what is in flight, then ask again.</param>
/// <param name="Ended">The run takes no more work; the silo may rest.</param>
/// <param name="Seconds">How long the lease holds; renew it before it lapses.</param>
[GenerateSerializer, Immutable, Alias("work-lease")]
public sealed record WorkLease(
    WeightManifest? Policy, VisitLease[] Visits, int[] Evaluations, bool DrainFirst, bool Ended, double Seconds)
{
    /// <summary>Nothing at the moment.</summary>
    public static WorkLease Nothing => new(null, [], [], false, false, 0);
}
