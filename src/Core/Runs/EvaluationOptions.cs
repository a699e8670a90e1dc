namespace Rollouts.Core.Runs;

/// <summary>Measurement on held-out problems, un-hinted.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Steps between evaluations; 0 = only before the first and after the last step.</summary>
    public int Every { get; init; } = 50;

    /// <summary>Held-out problems used, the first in order; 0 = all.</summary>
    public int Problems { get; init; }

    /// <summary>Samples a problem at <see cref="Temperature"/>; at least 1.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>Temperature of the samples.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Values of k for pass@k, each at most <see cref="Samples"/>.</summary>
    public int[] PassAt { get; init; } = [1];
}
