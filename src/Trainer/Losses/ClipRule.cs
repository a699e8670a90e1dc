using Rollouts.Core.Training;

namespace Rollouts.Trainer.Losses;

/// <summary>Which tokens keep their gradient (arXiv 2509.24203). Bounds are inclusive, also at A = 0, where both sides apply.</summary>
internal static class ClipRule
{
    /// <summary>True where the gradient passes. Shapes [N].</summary>
    public static Tensor Keep(Tensor ratio, Tensor advantages, LossOptions options) => options.Clip switch
    {
        ClipMode.None => torch.ones_like(ratio, dtype: ScalarType.Bool),
        ClipMode.OneSide => (advantages.ge(0) & ratio.le(1 + options.ClipHigh)) | (advantages.le(0) & ratio.ge(1 - options.ClipLow)),
        ClipMode.TwoSide => TwoSide(ratio, options),
        ClipMode.Ring => TwoSide(ratio, options)
            | (advantages.ge(0) & ratio.le(1 - options.RingLow)) | (advantages.le(0) & ratio.ge(1 + options.RingHigh)),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Clip, "Unknown clip."),
    };

    /// <summary>True where PPO's dual clip stops the gradient (Ye et al. 2020): A &lt; 0 and ρ &gt; c.</summary>
    public static Tensor DualClipped(Tensor ratio, Tensor advantages, double bound) => advantages.lt(0) & ratio.gt(bound);

    private static Tensor TwoSide(Tensor ratio, LossOptions options) => ratio.ge(1 - options.ClipLow) & ratio.le(1 + options.ClipHigh);
}
