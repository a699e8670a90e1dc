using System.Text.Json;

namespace Rollouts.Core.Problems.Files;

/// <summary>One object of a JSON Lines file, with what an error has to name.</summary>
/// <param name="Path">The file.</param>
/// <param name="Number">1-based line.</param>
/// <param name="Split"><c>train</c> or <c>test</c>, part of generated ids.</param>
/// <param name="Json">The object.</param>
internal sealed record DataLine(string Path, int Number, string Split, JsonElement Json)
{
    /// <summary>Reads a file; blank lines are skipped.</summary>
    /// <exception cref="InvalidInputException">The file is missing or a line is no JSON object.</exception>
    public static IEnumerable<DataLine> Read(string path, string split)
    {
        if (!File.Exists(path)) throw new InvalidInputException($"{path} is missing; problems.data should be a folder with train.jsonl and test.jsonl.");
        return File.ReadLines(path).Select((text, place) => (text, number: place + 1)).Where(line => !string.IsNullOrWhiteSpace(line.text))
            .Select(line => new DataLine(path, line.number, split, Parse(path, line.number, line.text)));
    }

    /// <summary>A text that has to be there and not be blank.</summary>
    public string Text(string key) => Json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString())
        ? value.GetString()!
        : throw Mistake($"\"{key}\" should be a text that is not blank, but {Found(key)}");

    /// <summary>The tags that some keys hold, in their order; keys that are not there are passed over.</summary>
    public IEnumerable<string> Tags(params string[] keys) =>
        keys.Where(key => Json.TryGetProperty(key, out _)).Select(key => Json.GetProperty(key).ToString()).Where(tag => tag.Length > 0);

    /// <summary>What is wrong, and where.</summary>
    public InvalidInputException Mistake(string what) => new($"{Path}:{Number}: {what}");

    /// <summary>In words what a key holds.</summary>
    public string Found(string key) => !Json.TryGetProperty(key, out var value) ? "it is missing; the object's keys are " + Keys() + "."
        : value.ValueKind == JsonValueKind.String ? "it is blank."
        : $"it is of kind {value.ValueKind}.";

    private string Keys() => string.Join(", ", Json.EnumerateObject().Select(property => property.Name));

    private static JsonElement Parse(string path, int number, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new InvalidInputException(
                $"{path}:{number}: this line is not JSON ({error.Message.Split(". ")[0]}, character {error.BytePositionInLine + 1}); every line is one whole object.", error);
        }

        throw new InvalidInputException($"{path}:{number}: this line is JSON but no object; it should be like {{\"question\": …, \"answer\": …}}.");
    }
}
