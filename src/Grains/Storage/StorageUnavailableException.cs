namespace Rollouts.Grains.Storage;

/// <summary>The state file can't be read or written; nothing was acknowledged that is not in it.</summary>
[GenerateSerializer, Alias("storage-unavailable")]
public sealed class StorageUnavailableException : IOException
{
    /// <summary>A failure with what to do about it.</summary>
    public StorageUnavailableException(string message) : base(message) { }

    /// <summary>A failure with its cause.</summary>
    public StorageUnavailableException(string message, Exception cause) : base(message, cause) { }

    /// <summary>For serializers.</summary>
    public StorageUnavailableException() { }
}
