namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>The tokenizer of a checkpoint in the Hugging Face layout: ids and texts are the reference's, files are copied through.</summary>
public sealed class HuggingFaceTokenizer : ITokenizer
{
    private readonly TokenizerFiles _files;
    private readonly CheckpointTemplates _templates;
    private readonly int[] _beginning;

    private HuggingFaceTokenizer(TokenizerFiles files)
    {
        _files = files;
        var specials = new SpecialTokens(files);
        Pipeline = TokenizerPipeline.Load(files);
        _templates = new(files, specials);
        EndIds = Ends(specials);
        PaddingId = specials.Text("pad_token") is { } padding && Pipeline.IdOf(padding) is { } id && !EndIds.Contains(id) ? id : ITokenizer.NoId;
        _beginning = Beginning(specials);
    }

    /// <summary>What the files describe.</summary>
    public TokenizerPipeline Pipeline { get; }

    /// <inheritdoc/>
    public int VocabularySize => Pipeline.VocabularySize;

    /// <inheritdoc/>
    public int EndId => EndIds[0];

    /// <inheritdoc/>
    public IReadOnlyList<int> EndIds { get; }

    /// <inheritdoc/>
    public int PaddingId { get; }

    /// <summary>Reads a checkpoint's tokenizer.</summary>
    /// <param name="folder">It has <c>tokenizer.json</c>, or <c>vocab.json</c> and <c>merges.txt</c>; <c>tokenizer_config.json</c> names the token
    /// that ends an answer.</param>
    /// <exception cref="InvalidInputException">A file is missing, damaged, or has what is not supported; the message names it.</exception>
    public static HuggingFaceTokenizer Load(string folder) => new(new(folder));

    /// <inheritdoc/>
    public int[] Encode(string text) => Pipeline.Encode(text);

    /// <inheritdoc/>
    public int[] EncodePrompt(string text)
    {
        var ids = Encode(text);
        return ids.AsSpan().StartsWith(_beginning) ? ids : [.. _beginning, .. ids];
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids) => Pipeline.Decode(ids, skipSpecialTokens: true);

    /// <inheritdoc/>
    public bool HasChat => _templates.HasDefault;

    /// <inheritdoc/>
    public string Chat(IReadOnlyList<ChatMessage> messages, DateOnly day) => _templates.Render(messages, day);

    /// <inheritdoc/>
    public void Save(string folder) => _files.Save(folder);

    private int[] Ends(SpecialTokens specials)
    {
        var named = (specials.Text("eos_token") ?? VocabularyFiles.DefaultEnd(_files)) is { } text && Pipeline.IdOf(text) is { } id ? [id] : Array.Empty<int>();
        int[] ends = [.. named.Concat(specials.GenerationEnds()).Distinct()];
        return ends.Length > 0 ? ends : throw new InvalidInputException(
            $"{_files.Folder} names no token that ends an answer; expected eos_token in tokenizer_config.json, or eos_token_id in generation_config.json. Add it.");
    }

    // Llama's classes add the beginning themselves where the configuration says so, whatever tokenizer.json has.
    private int[] Beginning(SpecialTokens specials)
    {
        var begin = specials.Text("bos_token") is { } text ? Pipeline.IdOf(text) : null;
        return specials.Flag("add_bos_token") switch
        {
            true when begin is { } id => [id],
            false => [.. Pipeline.Frame.Before.Where(id => id != begin)],
            _ => Pipeline.Frame.Before,
        };
    }
}
