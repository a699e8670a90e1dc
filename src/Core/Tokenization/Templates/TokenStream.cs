namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Tokens, one after the other.</summary>
/// <param name="tokens">The last is <see cref="TokenKind.End"/>.</param>
internal sealed class TokenStream(List<TemplateToken> tokens)
{
    private int _place;

    /// <summary>The token that comes next.</summary>
    public TemplateToken Current => tokens[_place];

    /// <summary>The token after that.</summary>
    public TemplateToken Following => tokens[Math.Min(_place + 1, tokens.Count - 1)];

    /// <summary>The token that was taken last.</summary>
    public TemplateToken Previous => tokens[_place - 1];

    /// <summary>Takes the next token.</summary>
    public TemplateToken Take()
    {
        var token = Current;
        if (_place < tokens.Count - 1) _place++;
        return token;
    }

    /// <summary>Takes a word if it comes next.</summary>
    public bool TryTakeName(string name) => Current.IsName(name) && Take().Kind == TokenKind.Name;

    /// <summary>Takes a sign if it comes next.</summary>
    public bool TryTake(string text) => Current.IsOperator(text) && Take().Kind == TokenKind.Operator;

    /// <summary>Takes a token of a kind.</summary>
    /// <exception cref="TemplateException">Another comes.</exception>
    public TemplateToken Expect(TokenKind kind) => Current.Kind == kind ? Take() : throw Unexpected($"a {kind}");

    /// <summary>Takes a sign.</summary>
    /// <exception cref="TemplateException">Something else comes.</exception>
    public void Expect(string text)
    {
        if (!TryTake(text)) throw Unexpected($"'{text}'");
    }

    /// <summary>Something else was expected.</summary>
    public TemplateException Unexpected(string expected) => new(
        $"Line {Current.Line}: expected {expected}; found {(Current.Kind == TokenKind.End ? "the end of the template" : Current.Text.Length > 0 ? $"'{Current.Text}'" : Current.Kind.ToString())}.");
}
