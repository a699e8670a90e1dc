namespace Rollouts.Core.Tokenization.Templates;

/// <summary>A dictionary that keeps its order.</summary>
internal sealed class TemplateMap : OrderedDictionary<object, object?>
{
    /// <summary>An empty one.</summary>
    public TemplateMap() : base(new SameKey()) { }

    /// <summary>A copy.</summary>
    public TemplateMap(TemplateMap other) : base(other, new SameKey()) { }

    /// <summary>A value as a key.</summary>
    /// <exception cref="TemplateException">It can be none.</exception>
    public static object Key(object? value) => value switch
    {
        null => throw new TemplateException("None can't be a key here."),
        List<object?> or TemplateMap => throw new TemplateException($"A {PythonText.TypeName(value)} can't be a key."),
        _ => value,
    };

    private sealed class SameKey : IEqualityComparer<object>
    {
        public new bool Equals(object? left, object? right) => PythonOperators.AreEqual(left, right);

        public int GetHashCode(object value) => value switch
        {
            bool flag => flag ? 1 : 0,
            long number => number.GetHashCode(),
            double number when Math.Floor(number) == number && Math.Abs(number) < 1e18 => ((long)number).GetHashCode(),
            object?[] tuple => tuple.Length,
            _ => value.GetHashCode(),
        };
    }
}
