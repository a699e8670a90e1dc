namespace Rollouts.Core.Tokenization;

/// <summary>Text to token ids and back. Thread-safe. Prompt, hint and completion are encoded apart and joined as ids.</summary>
public interface ITokenizer
{
    /// <summary>Ids run from 0 to this, exclusive.</summary>
    int VocabularySize { get; }

    /// <summary>What stands for an id where there is none.</summary>
    const int NoId = -1;

    /// <summary>The token that ends an answer, and that is put at the end of one to learn from.</summary>
    int EndId { get; }

    /// <summary>Every token that ends an answer; <see cref="EndId"/> comes first.</summary>
    IReadOnlyList<int> EndIds => [EndId];

    /// <summary>A token that fills unused places and is never sampled nor scored; <see cref="NoId"/> where there is none.</summary>
    int PaddingId { get; }

    /// <summary>Ids of a text, no special tokens added.</summary>
    /// <exception cref="ArgumentException">The text has a character that this vocabulary lacks; the message names it and its place.</exception>
    int[] Encode(string text);

    /// <summary>Ids of a text that a sequence begins with: <see cref="Encode"/>, after the tokens that the tokenizer puts before every
    /// sequence, unless the text begins with them.</summary>
    /// <exception cref="ArgumentException">As <see cref="Encode"/>.</exception>
    int[] EncodePrompt(string text) => Encode(text);

    /// <summary>The text of ids; special tokens give nothing.</summary>
    string Decode(ReadOnlySpan<int> ids);

    /// <summary>Whether it knows how a chat is written.</summary>
    bool HasChat => false;

    /// <summary>The text that a chat begins an answer from, by the checkpoint's own template.</summary>
    /// <param name="messages">What was said.</param>
    /// <param name="day">What a template that asks for the present day is told.</param>
    /// <exception cref="InvalidInputException">There is no template, or it can't be rendered with these messages.</exception>
    string Chat(IReadOnlyList<ChatMessage> messages, DateOnly day) => throw new InvalidInputException(
        "The policy's tokenizer has no chat template; expected a checkpoint with one. Set model.path to it, or model.template to plain or r1_zero.");

    /// <summary>Writes <c>tokenizer.json</c> (or the tokenizer's own files) into a checkpoint folder.</summary>
    void Save(string folder);
}
