using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rollouts.Core.Runs;

/// <summary>The specification as JSON with <c>snake_case</c> keys: how it is saved, and how it reaches the run's grain.</summary>
public static class RunSpecificationJson
{
    /// <summary>The options of every JSON text that people or other programs read.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Writes a specification; equal specifications give equal texts.</summary>
    public static string Write(RunSpecification specification) => JsonSerializer.Serialize(specification, Options);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">An unknown key or a value of the wrong kind; the message has its path.</exception>
    public static RunSpecification Read(string json) =>
        JsonSerializer.Deserialize<RunSpecification>(json, Options) ?? throw new JsonException("The specification is empty.");
}
