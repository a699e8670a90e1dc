namespace Rollouts.Inference.Loading;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="Format">How its numbers are written.</param>
/// <param name="Shape">Sizes, each at least 0; empty for a single number.</param>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">Byte after its last.</param>
public sealed record SafetensorsEntry(string Name, NumberFormat Format, int[] Shape, long Begin, long End)
{
    /// <summary>Elements.</summary>
    public long Count => (End - Begin) / NumberConversion.Width(Format);

    /// <summary>The shape as text, for messages.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";
}
