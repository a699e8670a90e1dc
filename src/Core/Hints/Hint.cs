using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;

namespace Rollouts.Core.Hints;

/// <summary>The part of a worked solution that one round's rollouts are shown.</summary>
/// <param name="ShownCount">l, units shown; 0 to <paramref name="UnitCount"/>.</param>
/// <param name="UnitCount">L, units of the whole solution; at least 1.</param>
/// <param name="PredictedRate">The rate the schedule asked for before rounding, in [0, 1].</param>
/// <remarks>Previous: <see cref="Problem"/>. Next: <see cref="Rollout"/>.</remarks>
[GenerateSerializer, Immutable, Alias("hint")]
public sealed record Hint(int ShownCount, int UnitCount, double PredictedRate)
{
    /// <summary>l / L, in [0, 1].</summary>
    public double Rate => UnitCount == 0 ? 0 : (double)ShownCount / UnitCount;

    /// <summary>No hint for a solution of <paramref name="unitCount"/> units.</summary>
    public static Hint None(int unitCount) => new(0, unitCount, 0);
}
