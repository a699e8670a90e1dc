namespace Rollouts.Core.Hints;

/// <summary>The unit in which a worked solution is uncovered (ambiguity A1).</summary>
public enum HintUnit { /// <summary>The solution's own steps.</summary>
    Step, /// <summary>Sentences.</summary>
    Sentence, /// <summary>Tokens of the policy's tokenizer.</summary>
    Token }

/// <summary>Where the hint stands (A2).</summary>
public enum HintPlacement { /// <summary>The answer begins with it and the policy goes on: x + y[1..l].</summary>
    AnswerPrefix, /// <summary>The prompt ends with it.</summary>
    PromptSuffix }

/// <summary>What is stored for a round's fit (A4).</summary>
public enum StoredRate { /// <summary>The rate that was shown, l / L.</summary>
    Realised, /// <summary>The rate the model asked for.</summary>
    Predicted }

/// <summary>The rate carried to the problem's next visit (A5).</summary>
public enum CarriedRate { /// <summary>Fit once more after the last round and carry f⁻¹(a*).</summary>
    Refit, /// <summary>The last rate used.</summary>
    LastUsed }

/// <summary>SEELE's hint schedule: arXiv 2509.06923 §4.2, §5.1, App. B; ids A1 to A21 are the resolved ambiguities.</summary>
public sealed record HintOptions
{
    /// <summary>False: every rollout is un-hinted and the rounds are plain groups (GRPO's data).</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>A1.</summary>
    public HintUnit Unit { get; init; } = HintUnit.Step;

    /// <summary>A2.</summary>
    public HintPlacement Placement { get; init; } = HintPlacement.AnswerPrefix;

    /// <summary>m, rounds a visit; at least 1.</summary>
    public int Rounds { get; init; } = 4;

    /// <summary>n, rollouts a round; at least 1.</summary>
    public int RolloutsPerRound { get; init; } = 8;

    /// <summary>a*, the accuracy the schedule aims at, in (0, 1).</summary>
    public double TargetAccuracy { get; init; } = 0.5;

    /// <summary>A4.</summary>
    public StoredRate StoredRate { get; init; } = StoredRate.Realised;

    /// <summary>A5.</summary>
    public CarriedRate Carry { get; init; } = CarriedRate.Refit;

    /// <summary>A8: whether the whole solution may be shown. False caps the hint at L - 1 units.</summary>
    public bool AllowFull { get; init; }

    /// <summary>Adds (0, 0) and (1, 1) to a fit where those rates were not tried (App. B).</summary>
    public bool MarginPoints { get; init; } = true;

    /// <summary>What a round of the visit before counts in a fit, beside one of this visit, in [0, 1]; 0 is the paper, which begins every visit
    /// anew. A response that rises within a few of many units can't be found again from nothing in the m rounds of every visit.</summary>
    public double Memory { get; init; }

    /// <summary>A18: a reward of at least this counts as a success for the schedule.</summary>
    public double SuccessThreshold { get; init; } = 0.5;

    /// <summary>Share of visits whose rounds are all un-hinted, in [0, 1]; 0 is the paper.</summary>
    public double Dropout { get; init; }
}
