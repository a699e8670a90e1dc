namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Jinja's tests by name.</summary>
internal static class TemplateTests
{
    private static readonly Dictionary<string, TemplateFunction> Tests = new(StringComparer.Ordinal)
    {
        ["defined"] = One(value => value is not Undefined), ["undefined"] = One(value => value is Undefined), ["none"] = One(value => value is null),
        ["boolean"] = One(value => value is bool), ["true"] = One(value => value is true), ["false"] = One(value => value is false),
        ["integer"] = One(value => value is long), ["float"] = One(value => value is double), ["number"] = One(value => PythonOperators.Number(value) is not null),
        ["string"] = One(value => value is string), ["mapping"] = One(value => value is TemplateMap),
        ["sequence"] = One(value => value is string or List<object?> or object?[] or TemplateMap or Undefined),
        ["iterable"] = One(value => value is string or List<object?> or object?[] or TemplateMap or Undefined),
        ["callable"] = One(value => value is TemplateFunction or Undefined), ["escaped"] = One(_ => false),
        ["lower"] = One(value => Holds("islower", value)), ["upper"] = One(value => Holds("isupper", value)),
        ["even"] = One(value => Remainder(value, 2) == 0), ["odd"] = One(value => Remainder(value, 2) == 1),
        ["divisibleby"] = Two((value, other) => Remainder(value, PythonOperators.Number(other) as long? ?? throw new TemplateException("divisibleby needs a whole number.")) == 0),
        ["sameas"] = Two((value, other) => value is null ? other is null : value.Equals(other)), ["in"] = Two((value, other) => PythonSequences.Contains(other, value)),
        ["filter"] = One(value => IsKnown(() => TemplateFilters.Find(PythonText.Str(value)))), ["test"] = One(value => IsKnown(() => Find(PythonText.Str(value)))),
        ["eq"] = Two(PythonOperators.AreEqual), ["equalto"] = Two(PythonOperators.AreEqual), ["=="] = Two(PythonOperators.AreEqual),
        ["ne"] = Two((value, other) => !PythonOperators.AreEqual(value, other)), ["!="] = Two((value, other) => !PythonOperators.AreEqual(value, other)),
        ["lt"] = Order("<", sign => sign < 0), ["lessthan"] = Order("<", sign => sign < 0), ["<"] = Order("<", sign => sign < 0),
        ["le"] = Order("<=", sign => sign <= 0), ["<="] = Order("<=", sign => sign <= 0),
        ["gt"] = Order(">", sign => sign > 0), ["greaterthan"] = Order(">", sign => sign > 0), [">"] = Order(">", sign => sign > 0),
        ["ge"] = Order(">=", sign => sign >= 0), [">="] = Order(">=", sign => sign >= 0),
    };

    /// <summary>A test; its first argument is what is tested.</summary>
    /// <exception cref="TemplateException">There is none of this name.</exception>
    public static TemplateFunction Find(string name) => Tests.TryGetValue(name, out var test) ? test : throw new TemplateException($"There is no test '{name}'.");

    private static TemplateFunction One(Predicate<object?> test) => arguments => test(arguments.Bind("the test", ("value", null))[0]);

    private static TemplateFunction Two(Func<object?, object?, bool> test) => arguments =>
    {
        var values = arguments.Bind("the test", ("value", null), ("other", CallArguments.Required));
        return test(values[0], values[1]);
    };

    private static TemplateFunction Order(string sign, Predicate<int> test) => Two((value, other) => test(PythonOperators.Order(value, other, sign)));

    private static bool Holds(string method, object? value) =>
        TextMethods.Find(method)!(new([PythonText.Str(value)], [], new())) is true;

    private static long Remainder(object? value, long divisor) => PythonOperators.Number(value) is { } number
        ? PythonNumbers.Calculate("%", number, divisor) is long rest ? rest : -1
        : throw new TemplateException($"A {PythonText.TypeName(value)} can't be divided.");

    private static bool IsKnown(Func<TemplateFunction> find)
    {
        try
        {
            return find() is not null;
        }
        catch (TemplateException)
        {
            return false;
        }
    }
}
