using System.Collections;
using System.Globalization;
using System.Text.Json;
using Parquet;
using Parquet.Serialization;

namespace Rollouts.Core.Problems.Files;

/// <summary>Reads the rows of a Parquet file as JSON objects, a row group at a time: groups are the unit that Parquet can be read in.</summary>
internal static class ParquetRows
{
    /// <summary>Every row.</summary>
    /// <exception cref="InvalidInputException">The file is no Parquet or is damaged.</exception>
    public static IEnumerable<DataRow> Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var (groupCount, number) = (Guarded(path, () => GroupCountAsync(stream)), 0);
        for (var group = 0; group < groupCount; group++)
        {
            var place = group;
            foreach (var row in Guarded(path, () => RowsAsync(stream, place))) yield return new(++number, Json(row), null);
        }
    }

    private static async Task<int> GroupCountAsync(Stream stream)
    {
        await using var reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: true);
        return reader.RowGroupCount;
    }

    private static async Task<IList<Dictionary<string, object>>> RowsAsync(Stream stream, int group) =>
        (await ParquetSerializer.DeserializeUntypedAsync(stream, rowGroupIndex: group)).Data;

    // Whatever a damaged file makes the library throw is the file's mistake; its reads are of a local file and are waited for.
    private static T Guarded<T>(string path, Func<Task<T>> read)
    {
        try
        {
            return Task.Run(read).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new InvalidInputException($"{path} can't be read as Parquet ({error.Message}); bring it here again, or turn it into JSON Lines.", error);
        }
    }

    private static byte[] Json(Dictionary<string, object> row)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) Write(writer, row);
        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case byte[] bytes: writer.WriteStringValue(bytes); break;
            case bool truth: writer.WriteBooleanValue(truth); break;
            case double or float when !double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)): writer.WriteNullValue(); break;
            case double number: writer.WriteNumberValue(number); break;
            case float number: writer.WriteNumberValue(number); break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or decimal: writer.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)); break;
            case Dictionary<string, object> members: WriteObject(writer, members); break;
            case IEnumerable items: WriteList(writer, items); break;
            default: writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, Dictionary<string, object> members)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, IEnumerable items)
    {
        writer.WriteStartArray();
        foreach (var item in items) Write(writer, item);
        writer.WriteEndArray();
    }
}
