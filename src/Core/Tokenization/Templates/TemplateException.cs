namespace Rollouts.Core.Tokenization.Templates;

/// <summary>A template can't be read, or raised an error when it was rendered.</summary>
internal sealed class TemplateException : Exception
{
    /// <summary>An error.</summary>
    public TemplateException(string message) : base(message) { }

    /// <summary>An error with its cause.</summary>
    public TemplateException(string message, Exception cause) : base(message, cause) { }
}
