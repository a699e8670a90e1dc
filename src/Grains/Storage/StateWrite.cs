namespace Rollouts.Grains.Storage;

/// <summary>Which row.</summary>
internal readonly record struct StateKey(string Kind, string Key)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Key}";
}

/// <summary>One change of one row.</summary>
/// <param name="Key">Which row.</param>
/// <param name="Expected">ETag that the row must have; null where there must be no row.</param>
/// <param name="ETag">ETag that the row gets.</param>
/// <param name="State">What the row gets; null deletes it.</param>
internal sealed record StateWrite(StateKey Key, long? Expected, long ETag, byte[]? State);
