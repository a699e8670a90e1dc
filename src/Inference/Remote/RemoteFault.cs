namespace Rollouts.Inference.Remote;

/// <summary>What can go wrong between this process and a server.</summary>
public enum RemoteFault
{
    /// <summary>No whole answer within the deadline.</summary>
    TimedOut,

    /// <summary>No connection, or it broke before the answer was whole.</summary>
    Disconnected,

    /// <summary>The server has too much to do, or is starting (status 408, 429, 502, 503 or 504).</summary>
    Busy,

    /// <summary>The server has failed inside (any other status of 500 and above).</summary>
    Failed,

    /// <summary>The server will not do this, however often it is asked (any other status that is not a success).</summary>
    Refused,

    /// <summary>The answer is not in the server's own format.</summary>
    Malformed,

    /// <summary>Something is missing from the answer, or it isn't the answer to what was asked.</summary>
    Incomplete,

    /// <summary>A log-probability that is none: not finite, positive, or of a token that can't be drawn.</summary>
    NotFinite,
}
