using System.Text.Json;

namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>What a <c>tokenizer.json</c> of the Hugging Face layout describes: normalizer, added tokens, pre-tokenizer, byte-pair model,
/// post-processor and decoder. Ids and texts are those of the reference library. Thread-safe.</summary>
/// <remarks>Microsoft.ML.Tokenizers reads no such file, knows neither added tokens' options nor byte fallback nor <c>ignore_merges</c>, and
/// cuts with .NET's expressions, which see two halves where the reference sees one letter; the bench compares both.</remarks>
public sealed class TokenizerPipeline
{
    private readonly Func<string, string> _normalize;
    private readonly IReadOnlyList<PreTokenizer> _steps;
    private readonly BpeModel _model;
    private readonly Decoder? _decoder;
    private readonly TokenTable _tokens;
    private readonly AddedTokenFinder _rawFinder;
    private readonly AddedTokenFinder _normalizedFinder;

    private TokenizerPipeline(Component file, IEnumerable<AddedToken> more, IEnumerable<string> specials)
    {
        var cutting = new PreTokenizerReader();
        _normalize = file.Find("normalizer") is { } normalizer ? NormalizerReader.Read(new(normalizer, "normalizer")) : text => text;
        if (file.Find("pre_tokenizer") is { } preTokenizer) cutting.Read(new(preTokenizer, "pre_tokenizer"));
        var vocabulary = new BpeVocabulary(new(file.Get("model"), "model"));
        (_steps, _model) = (cutting.Steps, new(vocabulary, cutting.IsByteLevel));
        _decoder = file.Find("decoder") is { } decoder ? DecoderReader.Read(new(decoder, "decoder")) : null;
        Frame = file.Find("post_processor") is { } processor ? PostProcessorReader.Read(new(processor, "post_processor")) : Frame.None;
        _tokens = new(vocabulary, file.Find("added_tokens") is null ? [] : file.List("added_tokens").Select(entry => AddedToken.Read(entry)), more, specials);
        _rawFinder = new(_tokens.Added.Where(token => !token.IsNormalized).Select(token => (token.Content, token)));
        _normalizedFinder = new(_tokens.Added.Where(token => token.IsNormalized).Select(token => (_normalize(token.Content), token)));
        file.Ignore("version", "truncation", "padding").Done();
    }

    /// <summary>Ids run from 0 to this, exclusive; some may have no token.</summary>
    public int VocabularySize => _tokens.Size;

    internal Frame Frame { get; }

    /// <summary>Reads the content of a <c>tokenizer.json</c>.</summary>
    /// <exception cref="InvalidInputException">It is damaged, or has a part that changes ids and is not supported; the message names it.</exception>
    public static TokenizerPipeline Parse(string json, string path) => Parse(json, path, [], []);

    /// <summary>Reads a checkpoint's <c>tokenizer.json</c>, or its <c>vocab.json</c> and <c>merges.txt</c>, and the tokens that its other files add.</summary>
    /// <exception cref="InvalidInputException">As <see cref="Parse(string, string)"/>, or a file is missing.</exception>
    public static TokenizerPipeline Load(string folder) => Load(new TokenizerFiles(folder));

    internal static TokenizerPipeline Load(TokenizerFiles files)
    {
        var specials = new SpecialTokens(files);
        var json = files.Text("tokenizer.json");
        var path = files.PathOf(json is null ? "vocab.json" : "tokenizer.json");
        return Parse(json ?? VocabularyFiles.Describe(files), path, specials.Added(), specials.Roles.Select(entry => entry.Token));
    }

    // Tokens with a role are found in a text as added ones are.
    private static TokenizerPipeline Parse(string json, string path, IEnumerable<AddedToken> more, IEnumerable<string> specials)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new(new(document.RootElement, "tokenizer"), more, specials);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new InvalidInputException(
                $"{path} is not a tokenizer that can be used: {error.Message} Expected a byte-pair tokenizer.json in the Hugging Face layout.", error);
        }
    }

    /// <summary>Ids of a text.</summary>
    /// <param name="text">Without half surrogate pairs.</param>
    /// <param name="addSpecialTokens">Whether the post-processor's tokens stand around them, for example the one that begins a text.</param>
    /// <exception cref="ArgumentException">The text has half a surrogate pair.</exception>
    public int[] Encode(string text, bool addSpecialTokens = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        RequirePairs(text);
        var ids = new List<int>(text.Length / 3 + 4);
        if (addSpecialTokens) ids.AddRange(Frame.Before);
        _rawFinder.Cut(new(text, isFirst: true), (piece, token) => Encode(piece, token, ids));
        if (addSpecialTokens) ids.AddRange(Frame.After);
        return [.. ids];
    }

    /// <summary>The text of ids; ids without a token give nothing.</summary>
    /// <param name="ids">Any.</param>
    /// <param name="skipSpecialTokens">Whether tokens that steer give nothing; tokens that stand for a byte are text in any case.</param>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        var tokens = new List<string>(ids.Length);
        foreach (var id in ids)
            if (_tokens.TokenOf(id) is { } token && !(skipSpecialTokens && _tokens.IsSpecial(id))) tokens.Add(token);
        return _decoder is null ? string.Join(' ', tokens) : string.Concat(_decoder(tokens));
    }

    /// <summary>The id of a token; null where there is none.</summary>
    public int? IdOf(string token) => _tokens.IdOf(token);

    private void Encode(TextPiece piece, AddedToken? token, List<int> ids)
    {
        if (token is not null) ids.Add(token.Id);
        else _normalizedFinder.Cut(new(_normalize(piece.Span.ToString()), piece.IsFirst), (part, found) => EncodeWords(part, found, ids));
    }

    private void EncodeWords(TextPiece piece, AddedToken? token, List<int> ids)
    {
        if (token is not null)
        {
            ids.Add(token.Id);
            return;
        }

        List<TextPiece> words = [piece];
        foreach (var step in _steps)
        {
            var smaller = new List<TextPiece>(words.Count * 2);
            foreach (var word in words) step(word, smaller);
            words = smaller;
        }

        foreach (var word in words) _model.Encode(word.Span, ids);
    }

    private static void RequirePairs(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')) return;
        for (var place = 0; place < text.Length; place++)
        {
            if (!char.IsSurrogate(text[place])) continue;
            if (place + 1 == text.Length || !char.IsSurrogatePair(text[place], text[place + 1]))
                throw new ArgumentException($"The text has half a surrogate pair (U+{(int)text[place]:X4}) at place {place}, which is no character.", nameof(text));
            place++;
        }
    }
}
