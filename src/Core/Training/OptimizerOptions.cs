namespace Rollouts.Core.Training;

/// <summary>The shape of the learning rate over the run.</summary>
public enum LearningRateSchedule
{
    /// <summary>Constant after the warm-up.</summary>
    Constant,

    /// <summary>Linear to <see cref="OptimizerOptions.FinalFraction"/> at the last step.</summary>
    Linear,

    /// <summary>Half a cosine to <see cref="OptimizerOptions.FinalFraction"/> at the last step.</summary>
    Cosine,

    /// <summary>Constant, then linear to <see cref="OptimizerOptions.FinalFraction"/> over the last <see cref="OptimizerOptions.DecaySteps"/>.</summary>
    WarmUpStableDecay,
}

/// <summary>AdamW (Loshchilov, Hutter 2019) with gradient clipping and a learning-rate schedule.</summary>
public sealed record OptimizerOptions
{
    /// <summary>Peak learning rate.</summary>
    public double LearningRate { get; init; } = 1e-6;

    /// <summary>β1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β2.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled weight decay, on matrices only.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Greatest global gradient norm; 0 = no clipping.</summary>
    public double GradientClip { get; init; } = 1.0;

    /// <summary>Steps of linear warm-up.</summary>
    public int WarmUpSteps { get; init; }

    /// <summary>The shape after the warm-up.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>Share of the peak at the last step, in [0, 1].</summary>
    public double FinalFraction { get; init; }

    /// <summary>Length of the last leg of warm-up-stable-decay.</summary>
    public int DecaySteps { get; init; }

    /// <summary>Tokens of a micro-batch, padding included, at most; bounds memory, never changes the result beyond rounding.</summary>
    public int MicroBatchTokens { get; init; } = 16_384;

    /// <summary>Gradient steps on one batch, u; more than 1 makes ρ drift inside a batch (R12).</summary>
    public int PassesPerBatch { get; init; } = 1;
}
