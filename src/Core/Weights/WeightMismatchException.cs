namespace Rollouts.Core.Weights;

/// <summary>Weights are not those that were announced.</summary>
[GenerateSerializer, Alias("weight-mismatch")]
public sealed class WeightMismatchException : Exception
{
    /// <summary>A mismatch, with what was expected and what came.</summary>
    public WeightMismatchException(string message) : base(message) { }

    /// <summary>A mismatch with its cause.</summary>
    public WeightMismatchException(string message, Exception cause) : base(message, cause) { }

    /// <summary>For serializers.</summary>
    public WeightMismatchException() { }
}
