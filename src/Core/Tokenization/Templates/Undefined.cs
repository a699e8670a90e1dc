namespace Rollouts.Core.Tokenization.Templates;

/// <summary>What a name stands for that has no value: it prints nothing and is false; to work with it is an error.</summary>
/// <param name="reason">What is missing.</param>
internal sealed class Undefined(string reason)
{
    /// <summary>The error of working with it.</summary>
    public TemplateException Error() => new($"{reason}.");
}
