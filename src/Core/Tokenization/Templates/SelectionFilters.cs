namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Filters that choose items by a test, or apply another filter to each.</summary>
internal static class SelectionFilters
{
    /// <summary>By name.</summary>
    public static IEnumerable<KeyValuePair<string, TemplateFunction>> All =>
    [
        new("select", arguments => Choose(arguments, hasAttribute: false, isWanted: true)), new("reject", arguments => Choose(arguments, hasAttribute: false, isWanted: false)),
        new("selectattr", arguments => Choose(arguments, hasAttribute: true, isWanted: true)), new("rejectattr", arguments => Choose(arguments, hasAttribute: true, isWanted: false)),
        new("map", Map), new("attr", Attribute), new("default", Default), new("d", Default),
    ];

    private static object? Choose(CallArguments arguments, bool hasAttribute, bool isWanted)
    {
        var first = hasAttribute ? 2 : 1;
        if (hasAttribute && arguments.Positional.Count < 2) throw new TemplateException("selectattr and rejectattr need the name of an attribute.");
        var test = arguments.Positional.Count > first ? TemplateTests.Find(PythonText.Str(arguments.Positional[first])) : inner => PythonOperators.IsTrue(inner.Positional[0]);
        return Items(arguments).Where(item => IsChosen(hasAttribute ? AttributePath.Get(item, arguments.Positional[1]) : item)).ToList();

        bool IsChosen(object? value) => isWanted == PythonOperators.IsTrue(test(arguments with { Positional = [value, .. arguments.Positional.Skip(first + 1)] }));
    }

    private static object? Map(CallArguments arguments)
    {
        var items = Items(arguments);
        arguments.Budget.Spend(items.Count);
        if (arguments.Positional.Count == 1 && arguments.Named.TryGetValue("attribute", out var attribute))
        {
            var hasDefault = arguments.Named.TryGetValue("default", out var fallback);
            return items.Select(item => AttributePath.Get(item, attribute) is var value && value is Undefined && hasDefault ? fallback : value).ToList();
        }

        if (arguments.Positional.Count < 2) throw new TemplateException("map needs a filter, or an attribute.");
        var filter = TemplateFilters.Find(PythonText.Str(arguments.Positional[1]));
        return items.Select(item => filter(arguments with { Positional = [item, .. arguments.Positional.Skip(2)] })).ToList();
    }

    // What is false has no items, whatever it is.
    private static IReadOnlyList<object?> Items(CallArguments arguments) => PythonOperators.IsTrue(arguments.Positional[0]) ? PythonSequences.Items(arguments.Positional[0]) : [];

    private static object? Attribute(CallArguments arguments)
    {
        var values = arguments.Bind("attr", ("value", null), ("name", CallArguments.Required));
        return values[0] is TemplateMap ? new Undefined($"dict has no attribute '{PythonText.Str(values[1])}'") : Attributes.Get(values[0], PythonText.Str(values[1]));
    }

    private static object? Default(CallArguments arguments)
    {
        var values = arguments.Bind("default", ("value", null), ("default_value", ""), ("boolean", false));
        return values[0] is Undefined || (PythonOperators.IsTrue(values[2]) && !PythonOperators.IsTrue(values[0])) ? values[1] : values[0];
    }
}
