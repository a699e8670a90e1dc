namespace Rollouts.Inference.Remote;

/// <summary>One attempt that a server did not answer well. It is never a reward, and what it brought is never trained on.</summary>
public sealed class RemoteFaultException : Exception
{
    /// <summary>A fault.</summary>
    /// <param name="fault">Its kind.</param>
    /// <param name="message">Who was asked for what, and what came.</param>
    /// <param name="retryAfter">How long the server asks to be left alone; null = it doesn't say.</param>
    /// <param name="cause">The cause; null = there is none.</param>
    public RemoteFaultException(RemoteFault fault, string message, TimeSpan? retryAfter = null, Exception? cause = null) : base(message, cause) =>
        (Fault, RetryAfter) = (fault, retryAfter);

    /// <summary>Its kind.</summary>
    public RemoteFault Fault { get; }

    /// <summary>How long the server asks to be left alone; null = it doesn't say.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Whether another attempt may fare better.</summary>
    public bool IsTransient => Fault != RemoteFault.Refused;
}
