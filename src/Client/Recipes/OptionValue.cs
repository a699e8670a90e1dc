using System.Globalization;
using System.Text.Json;
using Rollouts.Core;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Rollouts.Client.Recipes;

/// <summary>Reads one YAML value as the type that an option has.</summary>
internal static class OptionValue
{
    /// <summary>The value of <paramref name="node"/> as a <paramref name="type"/>.</summary>
    /// <param name="key">Full path of the option, for the message.</param>
    /// <param name="place">Where the value stands, for the message.</param>
    /// <exception cref="InvalidInputException">It is of another type.</exception>
    public static object? Read(YamlNode node, Type type, string key, string place)
    {
        if (type == typeof(int[]) && node is YamlSequenceNode list)
            return list.Select(item => (int)Read(item, typeof(int), key, place)!).ToArray();
        if (type == typeof(string[]) && node is YamlSequenceNode texts && texts.All(item => item is YamlScalarNode { Value.Length: > 0 }))
            return texts.Select(item => ((YamlScalarNode)item).Value!).ToArray();
        if (node is YamlScalarNode scalar && TryRead(scalar, type, out var value))
            return value;
        throw new InvalidInputException(
            $"{place}: '{key}' is {Describe(node)}; expected {Expectation(type)}.{Suggestion(node, type)} Correct the value, or remove the key to use its default.");
    }

    /// <summary>What a type's values look like, in words.</summary>
    public static string Expectation(Type type) => type switch
    {
        _ when type.IsEnum => "one of " + string.Join(", ", Words(type)),
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(ulong) => "a whole number that is not negative",
        _ when type == typeof(double) => "a finite number",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int[]) => "a list of whole numbers, such as [1, 8]",
        _ when type == typeof(string[]) => "a list of texts, such as [topic, level]",
        _ => "a text",
    };

    private static bool TryRead(YamlScalarNode scalar, Type type, out object? value)
    {
        var text = scalar.Value ?? "";
        var plain = scalar.Style == ScalarStyle.Plain;
        value = null;
        if (type == typeof(string))
        {
            value = plain && text is "" or "~" or "null" ? null : text;
            return true;
        }

        value = !plain ? null : type switch
        {
            _ when type.IsEnum => Enum.GetValues(type).Cast<object>().FirstOrDefault(member => Word(member) == text),
            _ when type == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            _ when type == typeof(long) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            _ when type == typeof(ulong) && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            _ when type == typeof(double) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number) => number,
            _ when type == typeof(bool) && text is "true" or "false" => text == "true",
            _ => null,
        };
        return value is not null;
    }

    private static string Describe(YamlNode node) => node switch
    {
        YamlScalarNode { Value: { Length: > 0 } text } => $"'{text}'",
        YamlScalarNode => "empty",
        YamlSequenceNode => "a list",
        _ => "a group of keys",
    };

    private static string Suggestion(YamlNode node, Type type) =>
        type.IsEnum && node is YamlScalarNode { Value: { } text } ? NearestWord.Suggestion(text, Words(type)) : "";

    private static IEnumerable<string> Words(Type type) => Enum.GetValues(type).Cast<object>().Select(Word);

    private static string Word(object member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString()!);
}
