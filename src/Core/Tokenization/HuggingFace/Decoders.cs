using System.Globalization;
using System.Text;

namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>One step from tokens to text: a list of texts to another.</summary>
internal delegate List<string> Decoder(List<string> tokens);

/// <summary>The kinds of decoders.</summary>
internal static class Decoders
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>One text of all.</summary>
    public static Decoder Fuse { get; } = tokens => [string.Concat(tokens)];

    /// <summary>From the byte alphabet to UTF-8; what is none becomes U+FFFD. A token with other characters is text already.</summary>
    public static Decoder ByteLevel { get; } = tokens =>
    {
        var bytes = new List<byte>(tokens.Count * 4);
        foreach (var token in tokens) bytes.AddRange(BytesOf(token));
        return [Encoding.UTF8.GetString([.. bytes])];
    };

    /// <summary>Runs of tokens such as <c>&lt;0xE2&gt;</c> become the text of their bytes, or as many U+FFFD where they are no UTF-8.</summary>
    public static Decoder ByteFallback { get; } = tokens =>
    {
        var (texts, run) = (new List<string>(tokens.Count), new List<byte>());
        foreach (var token in tokens)
        {
            if (TryReadByte(token, out var value))
            {
                run.Add(value);
                continue;
            }

            AddRun(run, texts);
            texts.Add(token);
        }

        AddRun(run, texts);
        return texts;
    };

    /// <summary>Changes each text by itself.</summary>
    public static Decoder Each(Func<string, string> change) => tokens => tokens.ConvertAll(token => change(token));

    /// <summary>Takes some of one character from both ends of each text.</summary>
    public static Decoder Strip(string content, int start, int stop) => Each(token =>
    {
        var (first, last) = (0, token.Length);
        for (var count = 0; count < start && token.AsSpan(first).StartsWith(content, StringComparison.Ordinal); count++) first += content.Length;
        for (var count = 0; count < stop && token.AsSpan(first, last - first).EndsWith(content, StringComparison.Ordinal); count++) last -= content.Length;
        return token[first..last];
    });

    /// <summary>A mark becomes a space; in the first token it falls away where one was put there.</summary>
    public static Decoder Metaspace(char mark, bool isPrefixed) => tokens =>
        [.. tokens.Select((token, index) => index == 0 && isPrefixed ? token.Replace(mark.ToString(), "", StringComparison.Ordinal) : token.Replace(mark, ' '))];

    /// <summary>Whether a token stands for one byte.</summary>
    public static bool TryReadByte(string token, out byte value)
    {
        value = 0;
        return token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
            && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private static byte[] BytesOf(string token)
    {
        var bytes = new byte[token.Length];
        for (var place = 0; place < token.Length; place++)
            if (!ByteAlphabet.TryRead(token[place], out bytes[place])) return Encoding.UTF8.GetBytes(token);
        return bytes;
    }

    private static void AddRun(List<byte> run, List<string> texts)
    {
        if (run.Count == 0) return;
        try
        {
            texts.Add(Strict.GetString([.. run]));
        }
        catch (DecoderFallbackException)
        {
            texts.AddRange(Enumerable.Repeat("\uFFFD", run.Count));
        }

        run.Clear();
    }
}
