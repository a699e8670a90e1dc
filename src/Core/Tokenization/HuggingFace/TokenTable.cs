namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>Tokens by id, added ones included.</summary>
internal sealed class TokenTable
{
    private readonly Dictionary<int, string> _tokens = [];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<int> _specials;

    /// <summary>A table.</summary>
    /// <param name="vocabulary">The model's tokens.</param>
    /// <param name="added">Those that <c>tokenizer.json</c> adds.</param>
    /// <param name="more">Those that other files add; one whose text is added already changes nothing.</param>
    /// <param name="specials">Tokens that have a role.</param>
    /// <exception cref="FormatException">An added token's id contradicts the vocabulary.</exception>
    public TokenTable(BpeVocabulary vocabulary, IEnumerable<AddedToken> added, IEnumerable<AddedToken> more, IEnumerable<string> specials)
    {
        foreach (var (token, id) in vocabulary.Ids) (_tokens[id], _ids[token]) = (token, id);
        var named = specials.Where(_ids.ContainsKey).Select(token => new AddedToken(_ids[token], token, IsSpecial: true));
        Added = [.. added.Concat(more).Concat(named).Where(token => token.Content.Length > 0).DistinctBy(token => token.Content)];
        foreach (var token in Added) Add(token);
        _specials = [.. Added.Where(token => token.IsSpecial && !Decoders.TryReadByte(token.Content, out _)).Select(token => token.Id)];
        Size = _tokens.Keys.DefaultIfEmpty(-1).Max() + 1;
    }

    /// <summary>Added tokens.</summary>
    public IReadOnlyList<AddedToken> Added { get; }

    /// <summary>One more than the greatest id.</summary>
    public int Size { get; }

    /// <summary>The token of an id; null where there is none.</summary>
    public string? TokenOf(int id) => _tokens.GetValueOrDefault(id);

    /// <summary>The id of a token; null where there is none.</summary>
    public int? IdOf(string token) => _ids.TryGetValue(token, out var id) ? id : null;

    /// <summary>Whether an id steers instead of being text.</summary>
    public bool IsSpecial(int id) => _specials.Contains(id);

    private void Add(AddedToken token)
    {
        if (_ids.TryGetValue(token.Content, out var known) && known != token.Id)
            throw new FormatException($"added_tokens gives \"{token.Content}\" the id {token.Id}, and the vocabulary {known}.");
        if (_tokens.TryGetValue(token.Id, out var other) && other != token.Content)
            throw new FormatException($"added_tokens gives \"{token.Content}\" the id {token.Id}, which is \"{other}\".");
        (_tokens[token.Id], _ids[token.Content]) = (token.Content, token.Id);
    }
}
