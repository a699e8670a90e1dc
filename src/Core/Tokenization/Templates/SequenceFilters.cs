namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Filters of lists.</summary>
internal static class SequenceFilters
{
    /// <summary>By name.</summary>
    public static IEnumerable<KeyValuePair<string, TemplateFunction>> All =>
    [
        new("length", Length), new("count", Length), new("list", arguments => Items(arguments, "list").ToList()),
        new("first", arguments => Edge(Items(arguments, "first"), isLast: false)), new("last", arguments => Edge(Items(arguments, "last"), isLast: true)),
        new("reverse", Reverse), new("items", Pairs), new("sort", Sort), new("dictsort", SortPairs), new("unique", Unique), new("min", arguments => Extreme(arguments, -1)),
        new("max", arguments => Extreme(arguments, 1)), new("sum", Sum), new("batch", Batch), new("slice", Slices), new("groupby", Group),
    ];

    private static IReadOnlyList<object?> Items(CallArguments arguments, string name) => PythonSequences.Items(arguments.Bind(name, ("value", null))[0]);

    private static object? Length(CallArguments arguments) => PythonSequences.Length(arguments.Bind("length", ("value", null))[0]);

    private static object? Edge(IReadOnlyList<object?> items, bool isLast) => items.Count > 0 ? items[isLast ? items.Count - 1 : 0] : new Undefined("The list is empty");

    private static object? Reverse(CallArguments arguments)
    {
        var value = arguments.Bind("reverse", ("value", null))[0];
        var turned = PythonSequences.Items(value).Reverse();
        return value is string ? string.Concat(turned) : turned.ToList();
    }

    private static object? Pairs(CallArguments arguments) => arguments.Bind("items", ("value", null))[0] switch
    {
        Undefined => new List<object?>(),
        TemplateMap map => map.Select(entry => (object?)new[] { entry.Key, entry.Value }).ToList(),
        _ => throw new TemplateException("items needs a dictionary."),
    };

    private static object? Sort(CallArguments arguments)
    {
        var values = arguments.Bind("sort", ("value", null), ("reverse", false), ("case_sensitive", false), ("attribute", null));
        return Sorted(PythonSequences.Items(values[0]), item => Key(item, values[3], values[2]), PythonOperators.IsTrue(values[1]));
    }

    private static object? SortPairs(CallArguments arguments)
    {
        var values = arguments.Bind("dictsort", ("value", null), ("case_sensitive", false), ("by", "key"), ("reverse", false));
        if (values[0] is not TemplateMap map) throw new TemplateException("dictsort needs a dictionary.");
        var place = values[2] switch { "key" => 0L, "value" => 1L, _ => throw new TemplateException("dictsort sorts by 'key' or 'value'.") };
        return Sorted([.. map.Select(entry => new[] { entry.Key, entry.Value })], pair => Key(pair, place, values[1]), PythonOperators.IsTrue(values[3]));
    }

    private static List<object?> Sorted(IReadOnlyList<object?> items, Func<object?, object?> key, bool isTurned)
    {
        // The reference compares lists of keys, in which equal ones are not asked for their order.
        var order = Comparer<object?>.Create((left, right) => PythonOperators.Order(new[] { left }, new[] { right }, "<"));
        try
        {
            return isTurned ? [.. items.OrderByDescending(key, order)] : [.. items.OrderBy(key, order)];
        }
        catch (InvalidOperationException error) when (error.InnerException is TemplateException cause)
        {
            throw new TemplateException(cause.Message, error);
        }
    }

    private static object? Key(object? item, object? attribute, object? isCaseSensitive)
    {
        var key = attribute is string text && text.Contains(',') ? text.Split(',').Select(part => Key(item, part, isCaseSensitive)).ToArray()
            : attribute is null ? item : AttributePath.Get(item, attribute);
        return key is string word && !PythonOperators.IsTrue(isCaseSensitive) ? PythonStrings.Lower(word) : key;
    }

    private static object? Unique(CallArguments arguments)
    {
        var values = arguments.Bind("unique", ("value", null), ("case_sensitive", false), ("attribute", null));
        var (seen, unique) = (new TemplateMap(), new List<object?>());
        foreach (var item in PythonSequences.Items(values[0]))
            if (seen.TryAdd(TemplateMap.Key(Key(item, values[2], values[1])), null)) unique.Add(item);
        return unique;
    }

    private static object? Extreme(CallArguments arguments, int sign)
    {
        var values = arguments.Bind(sign < 0 ? "min" : "max", ("value", null), ("case_sensitive", false), ("attribute", null));
        var items = PythonSequences.Items(values[0]);
        return items.Count == 0 ? new Undefined("The list is empty") : items.Aggregate((best, item) =>
            sign * PythonOperators.Order(Key(item, values[2], values[1]), Key(best, values[2], values[1]), "<") > 0 ? item : best);
    }

    private static object? Sum(CallArguments arguments)
    {
        var values = arguments.Bind("sum", ("value", null), ("attribute", null), ("start", 0L));
        return PythonSequences.Items(values[0]).Aggregate(values[2], (sum, item) =>
            PythonOperators.Arithmetic("+", sum, values[1] is null ? item : AttributePath.Get(item, values[1]), arguments.Budget));
    }

    private static object? Batch(CallArguments arguments)
    {
        var values = arguments.Bind("batch", ("value", null), ("linecount", CallArguments.Required), ("fill_with", null));
        var batches = PythonSequences.Items(values[0]).Chunk(Count(values[1])).Select(chunk => chunk.ToList()).ToList();
        if (values[2] is not null && batches.Count > 0) batches[^1].AddRange(Enumerable.Repeat(values[2], Count(values[1]) - batches[^1].Count));
        return batches.ToList<object?>();
    }

    private static object? Slices(CallArguments arguments)
    {
        var values = arguments.Bind("slice", ("value", null), ("slices", CallArguments.Required), ("fill_with", null));
        var (items, count, start, slices) = (PythonSequences.Items(values[0]), Count(values[1]), 0, new List<object?>());
        for (var index = 0; index < count; index++)
        {
            var length = items.Count / count + (index < items.Count % count ? 1 : 0);
            var slice = items.Skip(start).Take(length).ToList();
            if (values[2] is not null && index >= items.Count % count) slice.Add(values[2]);
            slices.Add(slice);
            start += length;
        }

        return slices;
    }

    private static object? Group(CallArguments arguments)
    {
        var values = arguments.Bind("groupby", ("value", null), ("attribute", CallArguments.Required), ("default", null), ("case_sensitive", false));
        object? Of(object? item) => AttributePath.Get(item, values[1]) is var found && found is Undefined && values[2] is not null ? values[2] : found;
        var sorted = Sorted(PythonSequences.Items(values[0]), item => Key(Of(item), null, values[3]), isTurned: false);
        var groups = new List<(object? Key, List<object?> Items)>();
        foreach (var item in sorted)
        {
            if (groups.Count == 0 || !PythonOperators.AreEqual(Key(groups[^1].Key, null, values[3]), Key(Of(item), null, values[3]))) groups.Add((Of(item), []));
            groups[^1].Items.Add(item);
        }

        return groups.Select(group => (object?)new object?[] { group.Key, group.Items }).ToList();
    }

    private static int Count(object? value) => PythonOperators.Number(value) is long and > 0 and <= 1_000_000 and var count
        ? (int)(long)count : throw new TemplateException("A count should be a whole number above 0.");
}
