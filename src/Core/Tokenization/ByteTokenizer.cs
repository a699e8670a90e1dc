using System.Text;

namespace Rollouts.Core.Tokenization;

/// <summary>One token a byte of UTF-8: id 0 pads, id 1 ends, byte b has id b + 2.</summary>
public sealed class ByteTokenizer : ITokenizer
{
    // Half a surrogate pair has no bytes: that is an error, not a question mark.
    internal static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public int VocabularySize => TokenizerFile.FirstTextId + 256;

    /// <inheritdoc/>
    public int PaddingId => TokenizerFile.PaddingId;

    /// <inheritdoc/>
    public int EndId => TokenizerFile.EndId;

    /// <inheritdoc/>
    public int[] Encode(string text) => Array.ConvertAll(Utf8.GetBytes(text), value => value + TokenizerFile.FirstTextId);

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var bytes = new byte[ids.Length];
        var count = 0;
        foreach (var id in ids)
        {
            if (id < 0 || id >= VocabularySize) throw new ArgumentOutOfRangeException(nameof(ids), id, $"Ids run from 0 to {VocabularySize - 1}.");
            if (id >= TokenizerFile.FirstTextId) bytes[count++] = (byte)(id - TokenizerFile.FirstTextId);
        }

        return Encoding.UTF8.GetString(bytes, 0, count); // a policy may write what is no UTF-8: U+FFFD stands for that
    }

    /// <inheritdoc/>
    public void Save(string folder)
    {
        var symbols = Enumerable.Range(0, 256).Select(value => ByteAlphabet.Symbol([(byte)value]));
        TokenizerFile.Write(folder, TokenizerJson.Describe(symbols, [], isByteLevel: true));
    }
}
