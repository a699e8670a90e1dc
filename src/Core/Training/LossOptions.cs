namespace Rollouts.Core.Training;

/// <summary>Which tokens keep their gradient (REC, arXiv 2509.24203; bounds inclusive, ρ per token unless said otherwise).</summary>
public enum ClipMode
{
    /// <summary>All of them.</summary>
    None,

    /// <summary>(A ≥ 0 and ρ ≤ 1 + ε_h) or (A ≤ 0 and ρ ≥ 1 - ε_l).</summary>
    OneSide,

    /// <summary>1 - ε_l ≤ ρ ≤ 1 + ε_h.</summary>
    TwoSide,

    /// <summary>Two-side, or (A ≥ 0 and ρ ≤ 1 - ε_l'), or (A ≤ 0 and ρ ≥ 1 + ε_h').</summary>
    Ring,
}

/// <summary>What a kept token's gradient is multiplied with; always detached.</summary>
public enum WeightMode
{
    /// <summary>1.</summary>
    None,

    /// <summary>ρ.</summary>
    Ratio,

    /// <summary>clamp(ρ, truncation bounds): CISPO, TOPR.</summary>
    Truncated,

    /// <summary>exp(A / temperature): RED-Weight.</summary>
    Advantage,
}

/// <summary>A pull towards the behaviour policy, added per token and not masked by the clip.</summary>
public enum Regularizer
{
    /// <summary>None.</summary>
    None,

    /// <summary>- c·ℓ (AsymRE).</summary>
    ForwardKl,

    /// <summary>c·(ℓ - ℓ_old)² (OPMD, R4).</summary>
    K2,
}

/// <summary>What the advantage is multiplied with: the quantity whose rise the loss rewards.</summary>
public enum Surrogate
{
    /// <summary>keep·ℓ: a clipped token contributes nothing (REC, CISPO, TOPR).</summary>
    LogProbability,

    /// <summary>keep·(ℓ - ℓ_old): the same gradient, and a value that is 0 where the policies agree (sPPO).</summary>
    LogRatio,

    /// <summary>ρ where kept, else the bound it ran into, as a constant: -min(ρA, clip(ρ)A) (PPO, GRPO, GSPO). Its gradient holds
    /// the factor ρ already, so it goes with <see cref="WeightMode.None"/>.</summary>
    Ratio,

    /// <summary>(4/τ)·σ(τ(ρ - 1)), differentiated through the gate; τ by the advantage's sign (SAPO).</summary>
    Gate,
}

/// <summary>The level at which a ratio is taken.</summary>
public enum RatioLevel
{
    /// <summary>ρ = exp(ℓ - ℓ_old) per token.</summary>
    Token,

    /// <summary>s = exp(mean_t(ℓ - ℓ_old)) per rollout (GSPO).</summary>
    Sequence,
}

/// <summary>How a matrix of token losses becomes one number (algorithms 1).</summary>
public enum LossAggregation
{
    /// <summary>Σ L·M / Σ M over the whole optimizer batch.</summary>
    TokenMean,

    /// <summary>mean_i (Σ_t L·M / Σ_t M): original GRPO, GSPO.</summary>
    SequenceMeanTokenMean,

    /// <summary>mean_i Σ_t L·M.</summary>
    SequenceMeanTokenSum,

    /// <summary>Σ L·M / (B·L_max): Dr.GRPO (A11).</summary>
    TokenSumOverLimit,
}

/// <summary>Where ℓ_old comes from (R1).</summary>
public enum OldPolicy
{
    /// <summary>The sampler, so that the ratio covers staleness and engine mismatch together.</summary>
    Sampler,

    /// <summary>The trainer's own weights at the start of the step ("decoupled"); the mismatch is left to
    /// <see cref="LossOptions.TruncatedImportanceSampling"/>.</summary>
    Recomputed,
}

/// <summary>Estimators of the divergence from the reference policy (algorithms 5.2).</summary>
public enum KlEstimator
{
    /// <summary>No reference policy.</summary>
    None,

    /// <summary>ℓ - ℓ_ref; as a loss its expected gradient is zero (T7).</summary>
    K1,

    /// <summary>½(ℓ - ℓ_ref)².</summary>
    K2,

    /// <summary>exp(ℓ_ref - ℓ) - 1 - (ℓ_ref - ℓ).</summary>
    K3,
}

/// <summary>The REC family as data: every policy loss is a choice of clip, weight, regulariser and aggregation.</summary>
public sealed record LossOptions
{
    /// <summary>Which tokens keep their gradient.</summary>
    public ClipMode Clip { get; init; } = ClipMode.OneSide;

    /// <summary>ε_l in [0, 1].</summary>
    public double ClipLow { get; init; } = 0.2;

    /// <summary>ε_h ≥ 0.</summary>
    public double ClipHigh { get; init; } = 0.2;

    /// <summary>ε_l' of the ring, in [0, 1].</summary>
    public double RingLow { get; init; } = 0.6;

    /// <summary>ε_h' of the ring, ≥ 0.</summary>
    public double RingHigh { get; init; } = 2.0;

    /// <summary>What the advantage is multiplied with.</summary>
    public Surrogate Surrogate { get; init; } = Surrogate.LogProbability;

    /// <summary>What a kept token is weighted with.</summary>
    public WeightMode Weight { get; init; } = WeightMode.Ratio;

    /// <summary>Lower bound of a truncated weight, ≥ 0.</summary>
    public double WeightMinimum { get; init; }

    /// <summary>Upper bound of a truncated weight.</summary>
    public double WeightMaximum { get; init; } = 1.28;

    /// <summary>True: only tokens with A ≤ 0 get the truncated weight, others 1 (TOPR).</summary>
    public bool WeightNegativesOnly { get; init; }

    /// <summary>Temperature of the advantage weight.</summary>
    public double AdvantageTemperature { get; init; } = 1;

    /// <summary>τ of SAPO's gate where A &gt; 0.</summary>
    public double GateTemperaturePositive { get; init; } = 1.0;

    /// <summary>τ of SAPO's gate where A ≤ 0.</summary>
    public double GateTemperatureNegative { get; init; } = 1.05;

    /// <summary>τ ≥ 0 of the simple OPMD: the policy term is divided by 1 + τ.</summary>
    public double Damping { get; init; }

    /// <summary>Where ℓ_old comes from.</summary>
    public OldPolicy Old { get; init; } = OldPolicy.Sampler;

    /// <summary>Token or sequence ratio.</summary>
    public RatioLevel Ratio { get; init; } = RatioLevel.Token;

    /// <summary>Pull towards the behaviour policy.</summary>
    public Regularizer Regularizer { get; init; } = Regularizer.None;

    /// <summary>c of the regulariser.</summary>
    public double RegularizerCoefficient { get; init; } = 0.1;

    /// <summary>PPO's dual clip, and TRL's <c>delta</c>: with A &lt; 0 the loss is at most -A·c; 0 = off, else &gt; 1 (usual: 3).</summary>
    public double DualClip { get; init; }

    /// <summary>Truncated importance sampling against engine mismatch: the loss is multiplied with min(exp(ℓ_old - ℓ_roll), C); 0 = off.</summary>
    public double TruncatedImportanceSampling { get; init; }

    /// <summary>The reduction.</summary>
    public LossAggregation Aggregation { get; init; } = LossAggregation.TokenSumOverLimit;

    /// <summary>Estimator of the divergence from the initial policy.</summary>
    public KlEstimator Kl { get; init; } = KlEstimator.None;

    /// <summary>β.</summary>
    public double KlCoefficient { get; init; } = 0.001;

    /// <summary>Entropy bonus at the start of the run, ≥ 0; follows <see cref="OptimizerOptions.Schedule"/> if <see cref="DecayEntropy"/>.</summary>
    public double EntropyCoefficient { get; init; }

    /// <summary>Whether the entropy bonus follows the learning-rate schedule.</summary>
    public bool DecayEntropy { get; init; }

    /// <summary>γ of the supervised term on hint tokens (A9).</summary>
    public double HintCoefficient { get; init; } = 0.001;

    /// <summary>Whether γ follows the learning-rate schedule.</summary>
    public bool DecayHint { get; init; }
}
