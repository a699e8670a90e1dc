using System.Text.Json;

namespace Rollouts.Core.Tokenization.Templates;

/// <summary>From JSON to a template's values.</summary>
internal static class JsonValues
{
    /// <summary>The value that an element means.</summary>
    public static object? Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Map(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Of).ToList(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out var whole) && !element.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') ? (object)whole : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static TemplateMap Map(JsonElement element)
    {
        var map = new TemplateMap();
        foreach (var property in element.EnumerateObject()) map[property.Name] = Of(property.Value);
        return map;
    }
}
