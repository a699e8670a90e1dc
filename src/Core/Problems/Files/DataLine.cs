using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Rollouts.Core.Problems.Files;

/// <summary>One object of a data file, with what an error has to name.</summary>
/// <param name="Place">File and line, or file and row.</param>
/// <param name="Name">Split and number, such as <c>train/12</c>: part of generated ids.</param>
/// <param name="Json">The object.</param>
internal sealed record DataLine(string Place, string Name, JsonElement Json)
{
    /// <summary>Reads the text of a line or row.</summary>
    /// <exception cref="InvalidInputException">It is no JSON object.</exception>
    public static DataLine Parse(string place, string name, ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span)) throw new InvalidInputException($"{place}: this line is not UTF-8; save the file in that encoding.");
        try
        {
            using var document = JsonDocument.Parse(utf8);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return new(place, name, document.RootElement.Clone());
        }
        catch (JsonException error)
        {
            throw new InvalidInputException(
                $"{place}: this line is not JSON ({error.Message.Split(". ")[0]}, character {error.BytePositionInLine + 1}); every line is one whole object.", error);
        }

        throw new InvalidInputException($"{place}: this line is JSON but no object; it should be like {{\"question\": …, \"answer\": …}}.");
    }

    /// <summary>What a field holds; null where it is missing or holds null.</summary>
    /// <param name="field">A name, or a path of names and places with dots between.</param>
    public JsonElement? Find(string? field)
    {
        if (field is null) return null;
        if (Json.TryGetProperty(field, out var whole)) return IsThere(whole);
        JsonElement? value = Json;
        foreach (var part in field.Split('.')) value = value is { } outer ? Inside(outer, part) : null;
        return value;
    }

    /// <summary>A text that has to be there and not be blank.</summary>
    public string Text(string field) => Find(field) is { ValueKind: JsonValueKind.String } value && !string.IsNullOrWhiteSpace(Text(field, value))
        ? Text(field, value)
        : throw Mistake($"\"{field}\" should be a text that is not blank, but {Found(field)}");

    /// <summary>A text, or a number as it is written, but whole where it is (<c>27.0</c> is <c>27</c>).</summary>
    public string TextOrNumber(string field) => Find(field) is { ValueKind: JsonValueKind.Number } number ? Number(number) : Text(field);

    /// <summary>The tags that some fields hold, in their order; a field may hold a list, and those that are not there are passed over.</summary>
    public IEnumerable<string> Tags(IEnumerable<string> fields) => fields.Select(Find).OfType<JsonElement>()
        .SelectMany(value => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(item => item.ToString()) : [value.ToString()])
        .Where(tag => !string.IsNullOrWhiteSpace(tag));

    /// <summary>What is wrong, and where.</summary>
    public InvalidInputException Mistake(string what) => new($"{Place}: {what}");

    /// <summary>In words what a field holds.</summary>
    private string Found(string field) => Find(field) switch
    {
        null => $"it is missing; the object's keys are {string.Join(", ", Json.EnumerateObject().Select(property => property.Name))}.",
        { ValueKind: JsonValueKind.String } => "it is blank.",
        { ValueKind: var kind } => $"it is of kind {kind}.",
    };

    private string Text(string field, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException error) // half of a surrogate pair
        {
            throw new InvalidInputException($"{Place}: \"{field}\" is no whole text ({error.Message}); correct its \\u escapes.", error);
        }
    }

    private static JsonElement? Inside(JsonElement outer, string part) => outer.ValueKind switch
    {
        JsonValueKind.Object when outer.TryGetProperty(part, out var value) => IsThere(value),
        JsonValueKind.Array when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < outer.GetArrayLength() => IsThere(outer[place]),
        _ => null,
    };

    private static JsonElement? IsThere(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value;

    private static string Number(JsonElement number)
    {
        var text = number.GetRawText();
        return text.Contains('.') && !text.Contains('e', StringComparison.OrdinalIgnoreCase) ? text.TrimEnd('0').TrimEnd('.') : text;
    }
}
