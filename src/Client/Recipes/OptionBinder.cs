using System.Reflection;
using System.Text.Json;
using Rollouts.Core;
using YamlDotNet.RepresentationModel;

namespace Rollouts.Client.Recipes;

/// <summary>Puts what a recipe says into the options records, by the snake_case names of their properties, and remembers where
/// each option was said. Nothing is guessed and nothing ignored: an unknown key is an error.</summary>
internal sealed class OptionBinder
{
    private readonly Dictionary<string, string> _places = [];

    /// <summary>Where each option that was said stands, by its path.</summary>
    public IReadOnlyDictionary<string, string> Places => _places;

    /// <summary>Binds a whole recipe.</summary>
    /// <param name="options">Freshly made options; they are filled in place, which nobody else may have seen yet.</param>
    public void Bind(RecipeText text, object options) => BindGroup(text, text.Root, options, path: "");

    /// <summary>Binds one option by its path.</summary>
    /// <param name="path">For example <c>hint.rounds</c>.</param>
    public void Bind(RecipeText text, object options, string path)
    {
        var names = path.Split('.');
        for (var i = 0; i < names.Length - 1; i++)
        {
            var prefix = string.Join('.', names[..i]);
            var group = Property(options, names[i], prefix, text.Name);
            if (!IsGroup(group.PropertyType))
                throw new InvalidInputException($"{text.Name}: '{Join(prefix, names[i])}' has no keys of its own; it is {OptionValue.Expectation(group.PropertyType)}. Shorten the path.");
            options = group.GetValue(options)!;
        }

        BindOne(text, names[^1], text.Root, options, string.Join('.', names[..^1]), text.Name);
    }

    private void BindGroup(RecipeText text, YamlNode node, object options, string path)
    {
        if (node is not YamlMappingNode mapping)
            throw new InvalidInputException($"{text.PlaceOf(node)}: '{path}' is a group of keys ({Known(options)}); found a single value. Indent its keys under it, or remove it.");
        foreach (var (key, value) in mapping.Children)
            BindOne(text, (key as YamlScalarNode)?.Value ?? "", value, options, path, text.PlaceOf(key));
    }

    private void BindOne(RecipeText text, string name, YamlNode value, object options, string path, string place)
    {
        var property = Property(options, name, path, place);
        var key = Join(path, name);
        if (IsGroup(property.PropertyType))
        {
            BindGroup(text, value, property.GetValue(options)!, key);
            return;
        }

        property.SetValue(options, OptionValue.Read(value, property.PropertyType, key, place) ?? Empty(property, options, key, place));
        _places[key] = place;
    }

    private static object? Empty(PropertyInfo property, object options, string key, string place) =>
        new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable
            ? null
            : throw new InvalidInputException($"{place}: '{key}' is empty; expected {OptionValue.Expectation(property.PropertyType)}. Give a value, or remove the key to use its default ('{property.GetValue(options)}').");

    private static PropertyInfo Property(object options, string name, string path, string place) =>
        Properties(options).FirstOrDefault(property => Name(property) == name)
        ?? throw new InvalidInputException(
            $"{place}: unknown key '{Join(path, name)}'.{NearestWord.Suggestion(name, Properties(options).Select(Name))} Known here: {Known(options)}.");

    private static string Known(object options) => string.Join(", ", Properties(options).Select(Name));

    private static IEnumerable<PropertyInfo> Properties(object options) => options.GetType().GetProperties().Where(property => property.CanWrite);

    private static string Name(PropertyInfo property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    private static bool IsGroup(Type type) => type is { IsClass: true, IsArray: false } && type != typeof(string);

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
