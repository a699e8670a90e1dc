using System.Text.Json;

namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>One component of <c>tokenizer.json</c>, read strictly: what nobody asked for when it is done is an error, because it could
/// change the ids.</summary>
internal sealed class Component
{
    private readonly JsonElement _json;
    private readonly HashSet<string> _unread;

    /// <summary>A component.</summary>
    /// <param name="json">Its object.</param>
    /// <param name="place">Where it stands, for example <c>pre_tokenizer</c>.</param>
    public Component(JsonElement json, string place)
    {
        (_json, Place) = (json, place);
        if (json.ValueKind != JsonValueKind.Object) throw new FormatException($"{place} should be an object; it is {json.ValueKind}.");
        _unread = [.. json.EnumerateObject().Select(property => property.Name)];
        Type = Text("type", "");
    }

    /// <summary>Where it stands.</summary>
    public string Place { get; }

    /// <summary>Its <c>type</c>; empty where it has none.</summary>
    public string Type { get; }

    /// <summary>The element of a name; null where it is missing or null.</summary>
    public JsonElement? Find(string name)
    {
        _unread.Remove(name);
        return _json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    /// <summary>The element of a name.</summary>
    public JsonElement Get(string name) => Find(name) ?? throw new FormatException($"{Place}.{name} is missing.");

    /// <summary>A text.</summary>
    public string Text(string name) => Get(name).GetString()!;

    /// <summary>A text that may be missing.</summary>
    public string Text(string name, string fallback) => Find(name)?.GetString() ?? fallback;

    /// <summary>Yes or no.</summary>
    public bool Flag(string name, bool fallback) => Find(name)?.GetBoolean() ?? fallback;

    /// <summary>A whole number.</summary>
    public int Number(string name) => Get(name).GetInt32();

    /// <summary>The components of a list.</summary>
    public IEnumerable<Component> List(string name) =>
        Get(name).EnumerateArray().Select((json, index) => new Component(json, $"{Place}.{name}[{index}]"));

    /// <summary>Names that don't change ids.</summary>
    public Component Ignore(params string[] names)
    {
        _unread.ExceptWith(names);
        return this;
    }

    /// <summary>All is read.</summary>
    /// <exception cref="FormatException">Something is left over; the message names it.</exception>
    public void Done()
    {
        if (_unread.Count > 0) throw new FormatException($"{Place} has {string.Join(", ", _unread.Order())}, which is not known here and may change ids.");
    }

    /// <summary>The component's type is not known.</summary>
    public FormatException Unknown(string known) => new($"{Place} is a {(Type.Length == 0 ? "component without a type" : Type)}, which is not known here; known are {known}.");
}
