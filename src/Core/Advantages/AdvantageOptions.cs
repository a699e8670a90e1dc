namespace Rollouts.Core.Advantages;

/// <summary>How a group's rewards are scaled after the baseline is taken off.</summary>
public enum AdvantageScale
{
    /// <summary>r - baseline (Dr.GRPO, REC, SEELE).</summary>
    None,

    /// <summary>Divided by the population standard deviation + <see cref="AdvantageOptions.StandardDeviationEpsilon"/> (REC's "std").</summary>
    PopulationDeviation,

    /// <summary>Divided by the sample standard deviation + <see cref="AdvantageOptions.StandardDeviationEpsilon"/> (GRPO as TRL and verl compute it).</summary>
    SampleDeviation,

    /// <summary>Divided by the mean reward; 0 where the mean is 0 (MaxRL, arXiv 2602.02710).</summary>
    MeanReward,

    /// <summary>K / (K - 1): the leave-one-out baseline (RLOO).</summary>
    LeaveOneOut,
}

/// <summary>Which rollouts share a baseline (A10).</summary>
public enum BaselineScope
{
    /// <summary>All m·n rollouts of the visit (the paper).</summary>
    Visit,

    /// <summary>The n rollouts of one round.</summary>
    Round,

    /// <summary>The rollouts with the same number of hint units.</summary>
    HintLength,
}

/// <summary>From rewards to advantages.</summary>
public sealed record AdvantageOptions
{
    /// <summary>A10: who shares a baseline.</summary>
    public BaselineScope Baseline { get; init; } = BaselineScope.Visit;

    /// <summary>How the difference is scaled.</summary>
    public AdvantageScale Scale { get; init; } = AdvantageScale.None;

    /// <summary>Added to a standard deviation before dividing: 1e-6 in REC and verl, 1e-4 in TRL.</summary>
    public double StandardDeviationEpsilon { get; init; } = 1e-6;

    /// <summary>Taken off the baseline (AsymRE's δ: 0.1).</summary>
    public double BaselineShift { get; init; }

    /// <summary>RED-Drop: drop surplus below-average rollouts at random until both sides are equal (REC "balance").</summary>
    public bool DropSurplusNegatives { get; init; }

    /// <summary>DAPO's dynamic sampling: groups without any advantage are dropped and further problems are visited instead.</summary>
    public bool DropDegenerateGroups { get; init; }

    /// <summary>DAPO's soft overlong punishment: tokens before the limit over which the reward falls by up to 1; 0 = off.</summary>
    public int OverlongBuffer { get; init; }
}
