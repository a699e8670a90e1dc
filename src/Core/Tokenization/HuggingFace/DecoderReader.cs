namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>Reads the <c>decoder</c>.</summary>
internal static class DecoderReader
{
    private const string Known = "Sequence, ByteLevel, ByteFallback, Fuse, Replace, Strip and Metaspace";

    /// <summary>The function that a component means.</summary>
    /// <exception cref="FormatException">It is not known; the message names it.</exception>
    public static Decoder Read(Component component)
    {
        if (component.Type == "Replace") return Decoders.Each(Replacement.Read(component));
        var decoder = component.Type switch
        {
            "Sequence" => Chain([.. component.List("decoders").Select(Read)]),
            "ByteLevel" => Plain(Decoders.ByteLevel, component.Ignore("add_prefix_space", "trim_offsets", "use_regex")),
            "ByteFallback" => Decoders.ByteFallback,
            "Fuse" => Decoders.Fuse,
            "Strip" => Decoders.Strip(component.Text("content"), component.Number("start"), component.Number("stop")),
            "Metaspace" => Metaspace(component.Ignore("str_rep", "split")),
            _ => throw component.Unknown(Known),
        };
        component.Done();
        return decoder;
    }

    private static Decoder Plain(Decoder decoder, Component _) => decoder;

    private static Decoder Chain(Decoder[] steps) => tokens => steps.Aggregate(tokens, (current, step) => step(current));

    private static Decoder Metaspace(Component component)
    {
        var scheme = component.Text("prepend_scheme", component.Flag("add_prefix_space", true) ? "always" : "never");
        return Decoders.Metaspace(PreTokenizerReader.MetaspaceMark(component), isPrefixed: scheme != "never");
    }
}
