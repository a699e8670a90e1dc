namespace Rollouts.Core.Tokenization.Templates;

/// <summary><c>a.b</c> and <c>a[b]</c>: attributes and items, each standing in where the other is missing. What could change a value, or
/// begins with an underscore, is not there.</summary>
internal static class Attributes
{
    private static readonly HashSet<string> Changing =
    [
        "append", "clear", "extend", "insert", "pop", "popitem", "remove", "reverse", "setdefault", "sort", "update", "fromkeys",
    ];

    /// <summary><c>value.name</c></summary>
    public static object? Get(object? value, string name)
    {
        if (value is Undefined missing) throw missing.Error();
        if (TryAttribute(value, name, out var attribute)) return attribute;
        return TryItem(value, name, out var item) ? item : Nothing(value, name);
    }

    /// <summary><c>value[key]</c></summary>
    public static object? Item(object? value, object? key)
    {
        if (value is Undefined missing) throw missing.Error();
        if (TryItem(value, key, out var item)) return item;
        return key is string name && TryAttribute(value, name, out var attribute) ? attribute : Nothing(value, PythonText.Str(key));
    }

    private static Undefined Nothing(object? value, string name) => new($"{PythonText.TypeName(value)} has no '{name}'");

    private static bool TryItem(object? value, object? key, out object? item)
    {
        item = null;
        return value switch
        {
            TemplateMap map => key is not (null or List<object?> or TemplateMap or Undefined) && map.TryGetValue(key, out item),
            _ when PythonOperators.Number(key) is long place => PythonSequences.TryItem(value, place, out item),
            _ => false,
        };
    }

    private static bool TryAttribute(object? value, string name, out object? attribute)
    {
        attribute = null;
        if (name.StartsWith('_')) return false;
        if (Changing.Contains(name) && value is List<object?> or TemplateMap)
        {
            attribute = new Undefined($"'{name}' would change a {PythonText.TypeName(value)}, which a template must not do");
            return value is List<object?> || !((TemplateMap)value!).ContainsKey(name);
        }

        if (value is ITemplateObject known) return known.TryGet(name, out attribute);
        attribute = Method(value, name);
        return attribute is not null;
    }

    private static TemplateFunction? Method(object? value, string name)
    {
        var method = value switch
        {
            string => TextMethods.Find(name),
            TemplateMap => CollectionMethods.OfMap(name),
            List<object?> or object?[] => CollectionMethods.OfList(name),
            _ => null,
        };
        return method is null ? null : arguments => method(arguments with { Positional = [value, .. arguments.Positional] });
    }
}
