using Rollouts.Core.Training;
using Rollouts.Inference.Loading;

namespace Rollouts.Trainer;

/// <summary>What to say when a number stops being one.</summary>
internal static class NotFinite
{
    private const string Advice =
        "The weights are unchanged by this update. Go on from the last checkpoint with a lower optimizer.learning_rate, a lower optimizer.gradient_clip or a narrower clip.";

    /// <summary>The loss.</summary>
    public static TrainingDivergedException Loss(double value, int step) => new($"The loss of step {step} is {value}. {Advice}");

    /// <summary>The gradient; names the first tensor that has such an entry.</summary>
    public static TrainingDivergedException Gradient(WeightLayout layout, ReadOnlySpan<float> gradients, int step)
    {
        foreach (var entry in layout.Entries)
        {
            var part = gradients.Slice(entry.Offset, entry.Length);
            foreach (var value in part)
                if (!float.IsFinite(value))
                    return new($"The gradient of {entry.Name} has an entry {value} at step {step}. {Advice}");
        }

        return new($"The gradient of step {step} is too large for its norm to be a number. {Advice}");
    }
}
