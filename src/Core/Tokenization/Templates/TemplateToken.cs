namespace Rollouts.Core.Tokenization.Templates;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>Text outside of tags.</summary>
    Data,

    /// <summary><c>{{</c></summary>
    VariableBegin,

    /// <summary><c>}}</c></summary>
    VariableEnd,

    /// <summary><c>{%</c></summary>
    BlockBegin,

    /// <summary><c>%}</c></summary>
    BlockEnd,

    /// <summary>A word.</summary>
    Name,

    /// <summary>A literal; its value is in <see cref="TemplateToken.Value"/>.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>Another number.</summary>
    Float,

    /// <summary>A sign such as <c>==</c>.</summary>
    Operator,

    /// <summary>The end.</summary>
    End,
}

/// <summary>One token of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it is written; the value of a text.</param>
/// <param name="Value">The value of a number.</param>
/// <param name="Line">1-based.</param>
internal readonly record struct TemplateToken(TokenKind Kind, string Text, object? Value, int Line)
{
    /// <summary>Whether it is this word.</summary>
    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    /// <summary>Whether it is this sign.</summary>
    public bool IsOperator(string text) => Kind == TokenKind.Operator && Text == text;
}
