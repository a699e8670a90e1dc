using System.Text;

namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>The symbols that merging begins from: a token for each character, or what stands for an unknown one.</summary>
internal static class BpeSymbols
{
    /// <summary>The symbols of a word.</summary>
    public static List<int> Of(BpeVocabulary vocabulary, string word)
    {
        var symbols = new List<int>(word.Length);
        var isUnknownPending = false;
        for (var place = 0; place < word.Length;)
        {
            var length = char.IsHighSurrogate(word[place]) && place + 1 < word.Length ? 2 : 1;
            var character = word.AsSpan(place, length);
            place += length;
            if (vocabulary.Find(character) is >= 0 and var id)
            {
                AddPending(vocabulary, symbols, ref isUnknownPending);
                symbols.Add(id);
            }
            else if (!TryAddBytes(vocabulary, character, symbols) && vocabulary.UnknownToken is not null)
            {
                if (!vocabulary.FusesUnknown) AddPending(vocabulary, symbols, ref isUnknownPending);
                isUnknownPending = true;
            }
        }

        AddPending(vocabulary, symbols, ref isUnknownPending);
        return symbols;
    }

    // The reference adds an unknown token only when the next known character or the end comes, bytes in between notwithstanding.
    private static void AddPending(BpeVocabulary vocabulary, List<int> symbols, ref bool isPending)
    {
        if (isPending) symbols.Add(vocabulary.Find(vocabulary.UnknownToken!));
        isPending = false;
    }

    private static bool TryAddBytes(BpeVocabulary vocabulary, ReadOnlySpan<char> character, List<int> symbols)
    {
        if (!vocabulary.HasByteFallback) return false;
        Span<byte> bytes = stackalloc byte[4];
        bytes = bytes[..Encoding.UTF8.GetBytes(character, bytes)];
        foreach (var value in bytes)
            if (vocabulary.ByteTokens[value] < 0) return false;
        foreach (var value in bytes) symbols.Add(vocabulary.ByteTokens[value]);
        return true;
    }
}
