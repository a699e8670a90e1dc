using MessagePack;

namespace Rollouts.Core.Advantages;

/// <summary>How credited groups are written: a format version, then the groups, as MessagePack with LZ4 blocks.</summary>
public static class CreditedGroupFormat
{
    /// <summary>Raised when the layout changes; a reader refuses what it does not know.</summary>
    public const int Version = 1;

    private static readonly MessagePackSerializerOptions Options =
        MessagePackSerializerOptions.Standard.WithCompression(MessagePackCompression.Lz4BlockArray).WithSecurity(MessagePackSecurity.UntrustedData);

    /// <summary>Packs groups.</summary>
    public static byte[] Pack(IReadOnlyList<CreditedGroup> groups) => MessagePackSerializer.Serialize(new Envelope(Version, [.. groups]), Options);

    /// <summary>Unpacks what <see cref="Pack"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or of another version; the message says which.</exception>
    public static CreditedGroup[] Unpack(ReadOnlyMemory<byte> bytes)
    {
        Envelope envelope;
        try
        {
            envelope = MessagePackSerializer.Deserialize<Envelope>(bytes, Options);
        }
        catch (MessagePackSerializationException error)
        {
            throw new InvalidDataException($"These {bytes.Length} bytes are not packed rollouts: {error.InnerException?.Message ?? error.Message}", error);
        }

        return envelope.Version == Version
            ? envelope.Groups
            : throw new InvalidDataException($"Packed rollouts have format version {envelope.Version}; this program reads version {Version}.");
    }

    /// <summary>The packed form.</summary>
    /// <param name="Version">Format version.</param>
    /// <param name="Groups">The groups.</param>
    [MessagePackObject]
    public sealed record Envelope([property: Key(0)] int Version, [property: Key(1)] CreditedGroup[] Groups);
}
