using System.Globalization;
using System.Text.Json;
using Rollouts.Core;

namespace Rollouts.Inference.Loading;

/// <summary>The options of one JSON object, read strictly: each is asked for once by name and kind, and in the end what nobody
/// asked for is an error.</summary>
internal sealed class ConfigOptions
{
    private readonly Dictionary<string, JsonElement> options = [];
    private readonly HashSet<string> read = [];
    private readonly string where;

    public ConfigOptions(JsonElement json, string where)
    {
        this.where = where;
        if (json.ValueKind != JsonValueKind.Object) throw new InvalidInputException($"{where}: expected a JSON object, found {json.ValueKind}.");
        foreach (JsonProperty option in json.EnumerateObject())
            if (!options.TryAdd(option.Name, option.Value)) throw new InvalidInputException($"{where}: {option.Name} is given twice.");
    }

    /// <summary>Whether an option is there and is not null.</summary>
    public bool Has(string name) => options.TryGetValue(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Whether an option is there, be it null.</summary>
    public bool IsNamed(string name) => options.ContainsKey(name);

    public int Integer(string name, int? otherwise = null)
    {
        if (Find(name) is not { } value) return otherwise ?? throw Missing(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : throw Unsupported(name, "expected an integer");
    }

    public double Number(string name, double? otherwise = null)
    {
        if (Find(name) is not { } value) return otherwise ?? throw Missing(name);
        return value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Unsupported(name, "expected a number");
    }

    public bool Flag(string name, bool otherwise) => Find(name) is not { } value ? otherwise : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Unsupported(name, "expected true or false"),
    };

    public string OneOf(string name, params string[] allowed) => OneOf(name, null, allowed);

    public string OneOf(string name, string? otherwise, string[] allowed)
    {
        if (Find(name) is not { } value) return otherwise ?? throw Missing(name);
        string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return allowed.Contains(text) ? text! : throw Unsupported(name, $"expected {string.Join(" or ", allowed)}");
    }

    /// <summary>A list of texts; null where there is none.</summary>
    public string[]? Strings(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(element => element.ValueKind != JsonValueKind.String))
            throw Unsupported(name, "expected a list of texts");
        return [.. value.EnumerateArray().Select(element => element.GetString()!)];
    }

    /// <summary>The text of an option that is one; null where it is absent or something else.</summary>
    public string? Text(string name) => Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public ConfigOptions? Section(string name) => Find(name) is { } value ? new(value, $"{where}: {name}") : null;

    public void RequireFalse(string name, string reason)
    {
        if (Flag(name, false)) throw Unsupported(name, reason);
    }

    /// <summary>Refuses a number that would change something: an option that is not computed here must have the value at which it
    /// does nothing.</summary>
    public void RequireNumber(string name, double harmless)
    {
        if (Number(name, harmless) != harmless) throw Unsupported(name, $"expected {harmless.ToString(CultureInfo.InvariantCulture)}, at which it changes nothing");
    }

    /// <summary>Refuses what nobody asked for. What is null, false or empty switches nothing on, whatever it is.</summary>
    public void RequireNothingElse(Predicate<string> isHarmless)
    {
        foreach (var (name, value) in options)
            if (!read.Contains(name) && !isHarmless(name) && !IsEmpty(value))
                throw Unsupported(name, "this option is not known and may change what the model computes");
    }

    public InvalidInputException Unsupported(string name, string reason) => new($"{where}: {name} is {Describe(name)}: {reason}.");

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };

    private string Describe(string name) =>
        !options.TryGetValue(name, out JsonElement value) ? "not given" : value.ValueKind == JsonValueKind.Null ? "null" : value.ToString();

    private JsonElement? Find(string name)
    {
        read.Add(name);
        return Has(name) ? options[name] : null;
    }

    private InvalidInputException Missing(string name) => new($"{where} has no {name}, which is needed.");
}
