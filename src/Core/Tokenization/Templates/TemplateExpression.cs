namespace Rollouts.Core.Tokenization.Templates;

/// <summary>An expression, ready to be evaluated.</summary>
internal delegate object? TemplateExpression(Scope scope);

/// <summary>A statement or a piece of text, ready to be rendered.</summary>
internal delegate Flow TemplateStatement(Scope scope, TemplateOutput output);

/// <summary>Where it goes on after a statement.</summary>
internal enum Flow
{
    /// <summary>With the next statement.</summary>
    Next,

    /// <summary>After the loop.</summary>
    Break,

    /// <summary>With the loop's next item.</summary>
    Continue,
}
