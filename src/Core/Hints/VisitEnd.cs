using Rollouts.Core.ItemResponse;

namespace Rollouts.Core.Hints;

/// <summary>What a visit leaves behind at its problem.</summary>
/// <param name="CarriedRate">Hint rate that the next visit starts with, in [0, 1]; null where the problem has none yet.</param>
/// <param name="Fit">The fit over all rounds; null where hints played no part.</param>
[GenerateSerializer, Immutable, Alias("visit-end")]
public sealed record VisitEnd(double? CarriedRate, ItemResponseFit? Fit);
