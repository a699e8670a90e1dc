namespace Rollouts.Core.Tokenization;

/// <summary>The printable character that stands for each byte in byte-level BPE files (as GPT-2 introduced it): visible Latin-1
/// characters stand for themselves, the others for the characters from U+0100 on.</summary>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = Build();
    private static readonly Dictionary<char, byte> Bytes = Enumerable.Range(0, 256).ToDictionary(value => Characters[value], value => (byte)value);

    public static string Symbol(ReadOnlySpan<byte> bytes) => string.Create(bytes.Length, bytes, (symbol, values) =>
    {
        for (var place = 0; place < values.Length; place++) symbol[place] = Characters[values[place]];
    });

    /// <summary>The byte that a character stands for; false where it stands for none.</summary>
    public static bool TryRead(char character, out byte value) => Bytes.TryGetValue(character, out value);

    /// <exception cref="FormatException">A character stands for no byte.</exception>
    public static byte[] Read(string symbol) =>
        [.. symbol.Select(character => Bytes.TryGetValue(character, out var value) ? value : throw new FormatException($"\"{character}\" stands for no byte."))];

    private static char[] Build()
    {
        var characters = new char[256];
        var next = (char)256;
        for (var value = 0; value < 256; value++)
            characters[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)value : next++;
        return characters;
    }
}
