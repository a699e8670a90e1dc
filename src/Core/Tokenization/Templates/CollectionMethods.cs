namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Methods of dictionaries and lists that change nothing; the first argument is the value itself.</summary>
internal static class CollectionMethods
{
    /// <summary>A dictionary's method; null where there is none.</summary>
    public static TemplateFunction? OfMap(string name) => name switch
    {
        "items" => arguments => Map(arguments, name).Select(entry => (object?)new[] { entry.Key, entry.Value }).ToList(),
        "keys" => arguments => Map(arguments, name).Keys.Cast<object?>().ToList(),
        "values" => arguments => Map(arguments, name).Values.ToList(),
        "copy" => arguments => new TemplateMap(Map(arguments, name)),
        "get" => Get,
        _ => null,
    };

    /// <summary>A list's method; null where there is none.</summary>
    public static TemplateFunction? OfList(string name) => name switch
    {
        "count" => Count,
        "index" => Index,
        "copy" => arguments => PythonSequences.Items(arguments.Bind(name, ("self", null))[0]).ToList(),
        _ => null,
    };

    private static TemplateMap Map(CallArguments arguments, string name) => (TemplateMap)arguments.Bind(name, ("self", null))[0]!;

    private static object? Get(CallArguments arguments)
    {
        var values = arguments.Bind("get", ("self", null), ("key", CallArguments.Required), ("default", null));
        return values[1] is { } key && ((TemplateMap)values[0]!).TryGetValue(TemplateMap.Key(key), out var value) ? value : values[2];
    }

    private static object? Count(CallArguments arguments)
    {
        var values = arguments.Bind("count", ("self", null), ("value", CallArguments.Required));
        return (long)PythonSequences.Items(values[0]).Count(item => PythonOperators.AreEqual(item, values[1]));
    }

    private static object? Index(CallArguments arguments)
    {
        var values = arguments.Bind("index", ("self", null), ("value", CallArguments.Required));
        var place = PythonSequences.Items(values[0]).ToList().FindIndex(item => PythonOperators.AreEqual(item, values[1]));
        return place >= 0 ? (long)place : throw new TemplateException($"{PythonText.Repr(values[1])} is not in the list.");
    }
}
