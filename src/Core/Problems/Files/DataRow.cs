namespace Rollouts.Core.Problems.Files;

/// <summary>One row of a data file, not read yet.</summary>
/// <param name="Number">1-based line or row.</param>
/// <param name="Utf8">Its JSON text; valid until the next row is asked for.</param>
/// <param name="Offset">Where the text stands in the file itself; null where the file does not hold it as text.</param>
internal readonly record struct DataRow(int Number, ReadOnlyMemory<byte> Utf8, long? Offset);
