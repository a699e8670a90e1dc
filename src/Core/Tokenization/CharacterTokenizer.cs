using System.Collections.Frozen;

namespace Rollouts.Core.Tokenization;

/// <summary>One token a character: id 0 pads, id 1 ends, the alphabet follows in its own order.</summary>
public sealed class CharacterTokenizer : ITokenizer
{
    private readonly FrozenDictionary<char, int> _ids;

    /// <summary>A tokenizer for texts of these characters.</summary>
    /// <param name="alphabet">UTF-16 code units, each once.</param>
    /// <exception cref="ArgumentException">A character comes twice.</exception>
    public CharacterTokenizer(string alphabet)
    {
        ArgumentException.ThrowIfNullOrEmpty(alphabet);
        Alphabet = alphabet;
        _ids = alphabet.Select((character, place) => (character, place)).ToFrozenDictionary(entry => entry.character, entry => TokenizerFile.FirstTextId + entry.place);
    }

    /// <summary>The characters it knows; the first has id 2.</summary>
    public string Alphabet { get; }

    /// <inheritdoc/>
    public int VocabularySize => TokenizerFile.FirstTextId + Alphabet.Length;

    /// <inheritdoc/>
    public int PaddingId => TokenizerFile.PaddingId;

    /// <inheritdoc/>
    public int EndId => TokenizerFile.EndId;

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new int[text.Length];
        for (var place = 0; place < ids.Length; place++)
        {
            if (!_ids.TryGetValue(text[place], out ids[place]))
                throw new ArgumentException($"\"{text[place]}\" (U+{(int)text[place]:X4}) at place {place} is not in the alphabet \"{Alphabet}\".", nameof(text));
        }

        return ids;
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var text = new char[ids.Length];
        var length = 0;
        foreach (var id in ids)
        {
            if (id >= VocabularySize || id < 0) throw new ArgumentOutOfRangeException(nameof(ids), id, $"Ids run from 0 to {VocabularySize - 1}.");
            if (id >= TokenizerFile.FirstTextId) text[length++] = Alphabet[id - TokenizerFile.FirstTextId];
        }

        return new(text, 0, length);
    }

    /// <inheritdoc/>
    public void Save(string folder) => 
        TokenizerFile.Write(folder, TokenizerJson.Describe(Alphabet.Select(character => character.ToString()), [], isByteLevel: false));
}
