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

    public bool Has(string name) => options.TryGetValue(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

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

    public string OneOf(string name, params string[] allowed)
    {
        if (Find(name) is not { } value) throw Missing(name);
        string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return allowed.Contains(text) ? text! : throw Unsupported(name, $"expected {string.Join(" or ", allowed)}");
    }

    public string[] Strings(string name)
    {
        if (Find(name) is not { } value) return [];
        if (value.ValueKind != JsonValueKind.Array) throw Unsupported(name, "expected a list");
        return [.. value.EnumerateArray().Select(element => element.ToString())];
    }

    public ConfigOptions? Section(string name) => Find(name) is { } value ? new(value, $"{where}: {name}") : null;

    public void RequireFalse(string name, string reason)
    {
        if (Flag(name, false)) throw Unsupported(name, reason);
    }

    // What is null or false switches nothing on, whatever it is.
    public void RequireNothingElse(HashSet<string> harmless)
    {
        foreach (var (name, value) in options)
            if (!read.Contains(name) && !harmless.Contains(name) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False))
                throw Unsupported(name, "this option is not known and may change what the model computes");
    }

    public InvalidInputException Unsupported(string name, string reason) => new($"{where}: {name} is {options[name]}: {reason}.");

    private JsonElement? Find(string name)
    {
        read.Add(name);
        return Has(name) ? options[name] : null;
    }

    private InvalidInputException Missing(string name) => new($"{where} has no {name}, which is needed.");
}
