namespace Rollouts.Core.Training;

/// <summary>The learning rate of each step, and the share of its peak that decaying coefficients follow.</summary>
public static class LearningRate
{
    /// <summary>The rate of a step.</summary>
    /// <param name="options">Peak and shape.</param>
    /// <param name="step">1-based.</param>
    /// <param name="steps">Steps in all; at least 1.</param>
    public static double At(OptimizerOptions options, int step, int steps) => options.LearningRate * Share(options, step, steps);

    /// <summary>Share of the peak in [0, 1]: the linear warm-up first, reaching 1 at its last step, then the shape.</summary>
    /// <param name="options">The shape.</param>
    /// <param name="step">1-based.</param>
    /// <param name="steps">Steps in all; at least 1.</param>
    public static double Share(OptimizerOptions options, int step, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return step <= options.WarmUpSteps ? (double)step / options.WarmUpSteps : ShareAfterWarmUp(options, step, steps);
    }

    private static double ShareAfterWarmUp(OptimizerOptions options, int step, int steps)
    {
        double Fall(double progress) => options.FinalFraction + (1 - options.FinalFraction) * (1 - progress);
        return options.Schedule switch
        {
            LearningRateSchedule.Constant => 1,
            LearningRateSchedule.Linear => Fall(Progress(options.WarmUpSteps, step, steps)),
            LearningRateSchedule.Cosine => Fall((1 - Math.Cos(Math.PI * Progress(options.WarmUpSteps, step, steps))) / 2),
            LearningRateSchedule.WarmUpStableDecay => Fall(Progress(Math.Max(options.WarmUpSteps, steps - options.DecaySteps), step, steps)),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Schedule, "Unknown learning-rate schedule."),
        };
    }

    private static double Progress(int from, int step, int steps) =>
        step >= steps ? 1 : Math.Clamp((double)(step - from) / Math.Max(1, steps - from), 0, 1);
}
