namespace Rollouts.Inference.Loading;

/// <summary>A tensor to be written.</summary>
/// <param name="Name">Its name, ASCII.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Values">Its elements, row-major.</param>
/// <param name="Format">How they are to be written.</param>
public sealed record NamedTensor(string Name, int[] Shape, ReadOnlyMemory<float> Values, NumberFormat Format)
{
    /// <summary>Bytes in the file.</summary>
    public long ByteCount => (long)Values.Length * NumberConversion.Width(Format);
}
