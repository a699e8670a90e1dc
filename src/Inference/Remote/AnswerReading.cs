using System.Text.Json;

namespace Rollouts.Inference.Remote;

/// <summary>Reads members of a server's answer strictly: what is missing is a fault, and so is what is of another kind.</summary>
internal static class AnswerReading
{
    /// <summary>A member; null stands for a missing one.</summary>
    public static JsonElement? Optional(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    /// <summary>A member.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.Optional(name) ?? throw new RemoteFaultException(RemoteFault.Incomplete, $"The answer has no '{name}'.");

    /// <summary>The items of a list.</summary>
    public static JsonElement[] Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : throw OfAnotherKind(name, "a list");

    /// <summary>A text.</summary>
    public static string Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw OfAnotherKind(name, "a text");

    /// <summary>A whole number.</summary>
    public static int Whole(this JsonElement element, string name) => AsWhole(element.Member(name), name);

    /// <summary>Token ids.</summary>
    public static int[] Ids(this JsonElement element, string name) => Array.ConvertAll(element.Items(name), item => AsWhole(item, name));

    /// <summary>A number; not finite where it was too large to be read.</summary>
    public static double AsNumber(JsonElement item, string name) => item.ValueKind switch
    {
        JsonValueKind.Number when item.TryGetDouble(out var number) => number,
        JsonValueKind.Null => throw new RemoteFaultException(RemoteFault.Incomplete, $"'{name}' lacks a number."),
        _ => throw OfAnotherKind(name, "a number"),
    };

    /// <summary>A whole number.</summary>
    public static int AsWhole(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var number) ? number : throw OfAnotherKind(name, "a whole number");

    private static RemoteFaultException OfAnotherKind(string name, string expected) =>
        new(RemoteFault.Malformed, $"'{name}' should be {expected} in the answer, and isn't.");
}
