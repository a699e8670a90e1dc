namespace Rollouts.Core.Training;

/// <summary>Another trainer has taken the run over; whoever gets this stops without any further effect.</summary>
[GenerateSerializer, Alias("stale-epoch")]
public sealed class StaleEpochException : Exception
{
    /// <summary>A refusal, naming both epochs.</summary>
    public StaleEpochException(string message) : base(message) { }

    /// <summary>A refusal with its cause.</summary>
    public StaleEpochException(string message, Exception cause) : base(message, cause) { }

    /// <summary>For serializers.</summary>
    public StaleEpochException() { }
}
