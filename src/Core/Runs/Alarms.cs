using System.Globalization;

namespace Rollouts.Core.Runs;

/// <summary>Reads a run's recent metrics and says in plain words why it cannot learn, or soon will not, and what to do.</summary>
/// <remarks>Each alarm asks for its metrics over a window of steps and stays silent where they are absent, so that a step is never
/// judged on one batch's luck. Thresholds are stated beside each rule.</remarks>
public static class Alarms
{
    private const int Window = 5;

    /// <summary>The alarms that hold now.</summary>
    /// <param name="steps">Metrics of the run's steps by name, oldest first; at least the last 60 where there are as many.</param>
    /// <param name="unhinted">Held-out un-hinted sampled accuracies so far, oldest first.</param>
    /// <param name="options">The run's specification.</param>
    public static IReadOnlyList<Alarm> Of(
        IReadOnlyList<IReadOnlyDictionary<string, double>> steps, IReadOnlyList<double> unhinted, RunSpecification options)
    {
        Alarm?[] all =
        [
            CapTooHard(steps, options), NothingToLearn(steps), EntropyCollapses(steps), RateStuck(steps, options),
            HeldOutFlat(steps, unhinted), GradientRises(steps), GapTooLarge(steps), Surprised(steps),
        ];
        return [.. all.OfType<Alarm>()];
    }

    // Less than half the target with all but the last unit given: no smaller hint can reach it.
    private static Alarm? CapTooHard(IReadOnlyList<IReadOnlyDictionary<string, double>> steps, RunSpecification options) =>
        options.Hint.Enabled && Recent(steps, MetricNames.CapAccuracy, Window) is { } accuracy && accuracy < options.Hint.TargetAccuracy / 2
            && Recent(steps, MetricNames.HintAtCap, Window) > 0.5
            ? new("cap_too_hard", Text($"Even under the largest allowed hint only {accuracy:P0} of the answers are right; the target is {options.Hint.TargetAccuracy:P0}. The policy cannot do the last step yet, so hints cannot help: warm it up longer (warm_start.steps), or uncover the solution in finer units (hint.unit: token)."))
            : null;

    // Fewer than one round in ten with both right and wrong answers.
    private static Alarm? NothingToLearn(IReadOnlyList<IReadOnlyDictionary<string, double>> steps)
    {
        if (Recent(steps, MetricNames.RoundsMixed, Window) is not { } mixed || mixed >= 0.1) return null;
        var solved = Recent(steps, MetricNames.Reward, Window) > 0.9;
        return new("nothing_to_learn", Text($"Only {mixed:P0} of the rounds have right and wrong answers side by side; the others teach nothing. ") + (solved
            ? "Nearly all answers are right: the problems are too easy now, add harder ones or end the run."
            : "Rounds come out all right or all wrong: the problems are too hard without hints, or the policy has become nearly deterministic. Turn hints on (hint.enabled), raise the entropy bonus, or lower the learning rate."));
    }

    // Under a fifth of where it began and under 0.05 nats.
    private static Alarm? EntropyCollapses(IReadOnlyList<IReadOnlyDictionary<string, double>> steps) =>
        Begin(steps, MetricNames.Entropy) is { } begin && Recent(steps, MetricNames.Entropy, Window) is { } now && now < 0.05 && now < begin / 5
            ? new("entropy_collapse", Text($"The policy's entropy has fallen from {begin:F3} to {now:F3} nats: it hardly tries anything new. Raise loss.entropy_coefficient, lower optimizer.learning_rate, or use a baseline per round (advantage.baseline: round)."))
            : null;

    // The mean rate has not fallen by a tenth of itself over 50 steps.
    private static Alarm? RateStuck(IReadOnlyList<IReadOnlyDictionary<string, double>> steps, RunSpecification options)
    {
        const int Span = 50;
        if (!options.Hint.Enabled || steps.Count < Span + Window) return null;
        var before = Recent([.. steps.Take(steps.Count - Span)], MetricNames.HintRate, Window);
        return before > 0.1 && Recent(steps, MetricNames.HintRate, Window) is { } now && now > 0.9 * before
            ? new("hint_rate_stuck", Text($"The hint rate has stayed at {now:F2} (it was {before:F2} {Span} steps ago). Accuracy near the target only shows that the schedule works; without a falling rate the policy is not learning. Check the learning rate, the loss and whether the problems share anything that can be learnt."))
            : null;
    }

    // Three evaluations within 2 points of each other and below 90 %.
    private static Alarm? HeldOutFlat(IReadOnlyList<IReadOnlyDictionary<string, double>> steps, IReadOnlyList<double> unhinted)
    {
        if (steps.Count < Window || unhinted.Count < 3) return null;
        var last = unhinted.Skip(unhinted.Count - 3).ToArray();
        return last.Max() - last.Min() < 0.02 && last.Max() < 0.9
            ? new("held_out_flat", Text($"Held-out accuracy without hints has not moved over the last three evaluations ({last[0]:P1}, {last[1]:P1}, {last[2]:P1}). If the hint rate falls, wait: it often jumps late. If not, what is learnt does not carry over; use more problems."))
            : null;
    }

    // Twice its level at the beginning: seen before collapses.
    private static Alarm? GradientRises(IReadOnlyList<IReadOnlyDictionary<string, double>> steps) =>
        steps.Count >= 4 * Window && Begin(steps, MetricNames.GradientNorm) is { } begin && begin > 0
            && Recent(steps, MetricNames.GradientNorm, Window) is { } now && now > 2 * begin
            && Recent(steps, MetricNames.WithinRoundVariance, Window) is { } variance && variance < 0.1
            ? new("gradient_rising", Text($"The gradient norm has risen from {begin:F3} to {now:F3} while rewards within a round hardly differ (variance {variance:F3}): this comes before a collapse. Lower the learning rate or use a baseline per round (advantage.baseline: round)."))
            : null;

    // On-policy the two must agree to rounding; 1e-3 nats is ten times the tolerance.
    private static Alarm? GapTooLarge(IReadOnlyList<IReadOnlyDictionary<string, double>> steps) =>
        Recent(steps, MetricNames.LogProbabilityGap, 1) is { } gap && gap > 1e-3
            ? new("log_probability_gap", Text($"Sampler and trainer disagree by up to {gap:E1} nats on a token's log-probability under the same weights; at most 1E-4 is rounding. Advantages are credited to the wrong probabilities: please report this run."))
            : null;

    // Rollouts without advantage may be left out of the mean, which favours rounds in which something unlikely was drawn: in answers of
    // one token by some tenths of a nat. A whole nat over five steps has another cause.
    private static Alarm? Surprised(IReadOnlyList<IReadOnlyDictionary<string, double>> steps) =>
        Recent(steps, MetricNames.Surprise, Window) is { } surprise && surprise > 1
            ? new("surprise", Text($"The tokens of the rollouts are {surprise:F2} nats less likely than the policy's own entropy says they should be: they are drawn from another distribution than the one that is trained, and the gradient is not that of the reward. Please report this run."))
            : null;

    private static double? Begin(IReadOnlyList<IReadOnlyDictionary<string, double>> steps, string name) =>
        steps.Count >= 2 * Window ? Recent([.. steps.Take(Window)], name, Window) : null;

    // The mean over the last steps; null where there are not enough of them or the metric is absent from all.
    private static double? Recent(IReadOnlyList<IReadOnlyDictionary<string, double>> steps, string name, int count)
    {
        if (steps.Count < count) return null;
        var (sum, found) = (0.0, 0);
        for (var index = steps.Count - count; index < steps.Count; index++)
            if (steps[index].TryGetValue(name, out var value)) (sum, found) = (sum + value, found + 1);
        return found == 0 ? null : sum / found;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
