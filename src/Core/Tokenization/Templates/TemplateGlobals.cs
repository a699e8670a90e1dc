namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Names that every template has.</summary>
internal static class TemplateGlobals
{
    private const int LongestRange = 100_000;

    private static readonly Dictionary<string, TemplateFunction> Functions = new(StringComparer.Ordinal)
    {
        ["range"] = Range, ["dict"] = Map, ["namespace"] = Namespace, ["cycler"] = arguments => new Cycler([.. arguments.Positional]), ["joiner"] = Joiner,
        ["raise_exception"] = arguments => throw new TemplateException(PythonText.Str(arguments.Bind("raise_exception", ("message", CallArguments.Required))[0])),
    };

    /// <summary>A function; null where there is none.</summary>
    public static TemplateFunction? Find(string name) => Functions.GetValueOrDefault(name);

    private static object? Range(CallArguments arguments)
    {
        var values = arguments.Bind("range", ("start", CallArguments.Required), ("stop", null), ("step", 1L));
        var (first, second, step) = (Whole(values[0]), values[1] is null ? null : (long?)Whole(values[1]), Whole(values[2]));
        var (start, stop) = second is { } end ? (first, end) : (0, first);
        if (step == 0) throw new TemplateException("range can't have the step 0.");
        var count = Math.Max(0, Math.Ceiling(((double)stop - start) / step));
        if (count > LongestRange) throw new TemplateException($"A range of more than {LongestRange} numbers is not allowed.");
        arguments.Budget.Spend((long)count);
        return Enumerable.Range(0, (int)count).Select(index => (object?)(start + index * step)).ToList();
    }

    private static long Whole(object? value) => PythonOperators.Number(value) as long? ?? throw new TemplateException("range needs whole numbers.");

    private static TemplateMap Map(CallArguments arguments)
    {
        var map = new TemplateMap();
        foreach (var item in arguments.Positional)
        {
            if (item is TemplateMap other) foreach (var (key, value) in other) map[key] = value;
            else foreach (var pair in PythonSequences.Items(item))
                map[TemplateMap.Key(PythonSequences.Items(pair) is [var key, _] ? key : throw new TemplateException("dict needs pairs."))] = PythonSequences.Items(pair)[1];
        }

        foreach (var (name, value) in arguments.Named) map[name] = value;
        return map;
    }

    private static TemplateNamespace Namespace(CallArguments arguments)
    {
        var result = new TemplateNamespace();
        foreach (var (key, value) in Map(arguments)) result.Set(PythonText.Str(key), value);
        return result;
    }

    private static TemplateFunction Joiner(CallArguments arguments)
    {
        var (separator, isUsed) = (arguments.Bind("joiner", ("sep", ", "))[0], false);
        return _ =>
        {
            var result = isUsed ? separator : "";
            isUsed = true;
            return result;
        };
    }
}
