namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Python's operators on the values of a template.</summary>
internal static class PythonOperators
{
    /// <summary>Whether a value counts as true.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null or Undefined => false,
        bool flag => flag,
        long number => number != 0,
        double number => number != 0,
        string text => text.Length > 0,
        List<object?> list => list.Count > 0,
        object?[] tuple => tuple.Length > 0,
        TemplateMap map => map.Count > 0,
        _ => true,
    };

    /// <summary><c>==</c></summary>
    public static bool AreEqual(object? left, object? right)
    {
        RenderBudget.RequireStack();
        return (left, right) switch
        {
            (null, null) or (Undefined, Undefined) => true,
            (string first, string second) => string.Equals(first, second, StringComparison.Ordinal),
            (List<object?> first, List<object?> second) => first.Count == second.Count && first.Zip(second).All(pair => AreEqual(pair.First, pair.Second)),
            (object?[] first, object?[] second) => first.Length == second.Length && first.Zip(second).All(pair => AreEqual(pair.First, pair.Second)),
            (TemplateMap first, TemplateMap second) => first.Count == second.Count
                && first.All(entry => second.TryGetValue(entry.Key, out var value) && AreEqual(entry.Value, value)),
            _ when Number(left) is { } first && Number(right) is { } second => Compare(first, second) == 0,
            _ => ReferenceEquals(left, right),
        };
    }

    /// <summary>The order of two values.</summary>
    /// <exception cref="TemplateException">They have none.</exception>
    public static int Order(object? left, object? right, string sign)
    {
        Require(left, right);
        if (Number(left) is { } first && Number(right) is { } second) return Compare(first, second);
        if (left is string leftText && right is string rightText) return PythonStrings.Compare(leftText, rightText);
        if ((left is List<object?> && right is List<object?>) || (left is object?[] && right is object?[])) return OrderItems(left, right, sign);
        throw new TemplateException($"'{sign}' is not possible between {PythonText.TypeName(left)} and {PythonText.TypeName(right)}.");
    }

    /// <summary>Arithmetic, and what <c>+</c>, <c>*</c> and <c>%</c> mean for texts and lists.</summary>
    public static object? Arithmetic(string sign, object? left, object? right, RenderBudget budget)
    {
        Require(left, right);
        if (sign == "%" && left is string format) return PercentFormat.Apply(format, right, budget);
        if (Number(left) is { } first && Number(right) is { } second) return PythonNumbers.Calculate(sign, first, second);
        return (sign, left, right) switch
        {
            ("+", string a, string b) => PythonStrings.Join(a, b, budget),
            ("+", List<object?> a, List<object?> b) => Counted(budget, (List<object?>)[.. a, .. b]),
            ("+", object?[] a, object?[] b) => Counted(budget, new List<object?>([.. a, .. b])).ToArray(),
            ("*", _, _) when Count(right) is { } times && left is string or List<object?> or object?[] => Repeat(left, times, budget),
            ("*", _, _) when Count(left) is { } times && right is string or List<object?> or object?[] => Repeat(right, times, budget),
            _ => throw new TemplateException($"'{sign}' is not possible between {PythonText.TypeName(left)} and {PythonText.TypeName(right)}."),
        };
    }

    /// <summary>A value as a number: itself, or 1 and 0 for true and false; null where it is none.</summary>
    public static object? Number(object? value) => value switch { bool flag => flag ? 1L : 0L, long or double => value, _ => null };

    private static void Require(object? left, object? right)
    {
        if (left is Undefined first) throw first.Error();
        if (right is Undefined second) throw second.Error();
    }

    private static int Compare(object left, object right) =>
        left is long first && right is long second ? first.CompareTo(second) : Convert.ToDouble(left, null).CompareTo(Convert.ToDouble(right, null));

    private static int OrderItems(object left, object right, string sign)
    {
        var (first, second) = (PythonSequences.Items(left), PythonSequences.Items(right));
        foreach (var (one, other) in first.Zip(second))
            if (!AreEqual(one, other)) return Order(one, other, sign);
        return first.Count.CompareTo(second.Count);
    }

    private static long? Count(object? value) => Number(value) is long times ? Math.Max(0, times) : null;

    private static List<object?> Counted(RenderBudget budget, List<object?> list)
    {
        budget.Spend(list.Count);
        return list;
    }

    private static object Repeat(object? value, long times, RenderBudget budget)
    {
        var length = value is string text ? text.Length : PythonSequences.Items(value).Count;
        budget.SpendText(checked(length * Math.Min(times, int.MaxValue)));
        if (value is string part) return string.Concat(Enumerable.Repeat(part, length == 0 ? 0 : (int)times));
        var items = Enumerable.Repeat(PythonSequences.Items(value), length == 0 ? 0 : (int)times).SelectMany(all => all);
        return value is List<object?> ? items.ToList() : items.ToArray();
    }
}
