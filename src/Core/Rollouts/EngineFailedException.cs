namespace Rollouts.Core.Rollouts;

/// <summary>An engine can't draw rollouts any more; nothing it was doing counts as an answer.</summary>
[GenerateSerializer, Alias("engine-failed")]
public sealed class EngineFailedException : Exception
{
    /// <summary>An engine failure with its reason.</summary>
    public EngineFailedException(string message) : base(message) { }

    /// <summary>An engine failure with its cause.</summary>
    public EngineFailedException(string message, Exception cause) : base(message, cause) { }

    /// <summary>For serializers.</summary>
    public EngineFailedException() { }
}
