namespace Rollouts.Core.Verification.Reading;

/// <summary>A word of mathematics.</summary>
/// <param name="Text">A numeral as <see cref="Numeral"/> reads it, a letter, a word, a command without its backslash, or a sign.</param>
/// <param name="IsAfterSpace">Whether white space stands before it.</param>
internal readonly record struct Token(TokenKind Kind, string Text, bool IsAfterSpace)
{
    /// <summary>Whether it is this sign.</summary>
    public bool Is(char sign) => Kind == TokenKind.Sign && Text.Length == 1 && Text[0] == sign;

    /// <summary>Whether it is this command.</summary>
    public bool IsCommand(string name) => Kind == TokenKind.Command && Text == name;

    /// <summary>Whether it is this word, in lower case.</summary>
    public bool IsWord(string word) => Kind == TokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Kinds of words.</summary>
internal enum TokenKind
{
    /// <summary>An unsigned decimal number.</summary>
    Number,

    /// <summary>A letter that stands for something, or several capitals that do together.</summary>
    Letter,

    /// <summary>A word of prose or a unit.</summary>
    Word,

    /// <summary>A name with a meaning: a function, a Greek letter, a LaTeX command.</summary>
    Command,

    /// <summary>A sign or bracket, one character; <c>⦃ ⦄</c> are the braces of a set, <c>⟦ ⟧</c> enclose a matrix, <c>⏎</c> ends its rows.</summary>
    Sign,
}
