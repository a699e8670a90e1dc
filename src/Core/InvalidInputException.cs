namespace Rollouts.Core;

/// <summary>Something a person gave is wrong: a file, a line, a key, a value. The message says what was expected, what came,
/// where, and what to do; a console prints it alone, without a stack trace.</summary>
[GenerateSerializer, Alias("invalid-input")]
public sealed class InvalidInputException : Exception
{
    /// <summary>A mistake in what was given.</summary>
    public InvalidInputException(string message) : base(message) { }

    /// <summary>A mistake in what was given, with its cause.</summary>
    public InvalidInputException(string message, Exception cause) : base(message, cause) { }

    /// <summary>For serializers.</summary>
    public InvalidInputException() { }
}
