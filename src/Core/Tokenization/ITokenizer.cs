namespace Rollouts.Core.Tokenization;

/// <summary>Text to token ids and back. Thread-safe. Prompt, hint and completion are encoded apart and joined as ids.</summary>
public interface ITokenizer
{
    /// <summary>Ids run from 0 to this, exclusive.</summary>
    int VocabularySize { get; }

    /// <summary>The token that ends an answer.</summary>
    int EndId { get; }

    /// <summary>A token that fills unused places and is never sampled nor scored.</summary>
    int PaddingId { get; }

    /// <summary>Ids of a text, no special tokens added.</summary>
    /// <exception cref="ArgumentException">The text has a character that this vocabulary lacks; the message names it and its place.</exception>
    int[] Encode(string text);

    /// <summary>The text of ids; special tokens give nothing.</summary>
    string Decode(ReadOnlySpan<int> ids);

    /// <summary>Writes <c>tokenizer.json</c> (or the tokenizer's own files) into a checkpoint folder.</summary>
    void Save(string folder);
}
