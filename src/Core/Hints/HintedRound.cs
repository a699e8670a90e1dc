namespace Rollouts.Core.Hints;

/// <summary>A finished round as the schedule sees it.</summary>
/// <param name="Hint">What was shown.</param>
/// <param name="Accuracy">Share of judged rollouts that succeeded, in [0, 1]; NaN where none was judged, and then it teaches nothing.</param>
/// <param name="Weight">What it counts in a fit, in (0, 1]: 1 in its own visit, less in the next (<see cref="HintOptions.Memory"/>).</param>
[GenerateSerializer, Immutable, Alias("hinted-round")]
public sealed record HintedRound(Hint Hint, double Accuracy, double Weight = 1)
{
    /// <summary>A round from its rewards (A18): a success is a reward of at least <see cref="HintOptions.SuccessThreshold"/>; NaN rewards
    /// (verifier errors) say nothing about the policy and are left out.</summary>
    public static HintedRound From(HintOptions options, Hint hint, ReadOnlySpan<double> rewards)
    {
        var (judged, successes) = (0, 0);
        foreach (var reward in rewards)
        {
            if (double.IsNaN(reward)) continue;
            judged++;
            if (reward >= options.SuccessThreshold) successes++;
        }

        return new(hint, judged == 0 ? double.NaN : (double)successes / judged);
    }
}
