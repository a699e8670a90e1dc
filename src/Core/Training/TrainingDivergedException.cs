namespace Rollouts.Core.Training;

/// <summary>A loss or a gradient is not a number any more. The weights are as they were before the step.</summary>
[GenerateSerializer, Alias("training-diverged")]
public sealed class TrainingDivergedException : Exception
{
    /// <summary>What is not finite, at which step, and what to do.</summary>
    public TrainingDivergedException(string message) : base(message) { }

    /// <summary>The same with a cause.</summary>
    public TrainingDivergedException(string message, Exception cause) : base(message, cause) { }

    /// <summary>For serializers.</summary>
    public TrainingDivergedException() { }
}
