using System.Globalization;
using System.Text;

namespace Rollouts.Core.Tokenization.Templates;

/// <summary>The filter <c>tojson</c> as chat templates are rendered with it: Python's <c>json.dumps</c> that keeps every character.</summary>
internal sealed class JsonText
{
    private readonly StringBuilder _text = new();
    private readonly RenderBudget _budget;
    private readonly (string? Indent, string Item, string Key, bool IsAscii, bool IsSorted) _style;

    private JsonText(RenderBudget budget, (string?, string, string, bool, bool) style) => (_budget, _style) = (budget, style);

    /// <summary>The filter.</summary>
    public static object? Filter(CallArguments arguments)
    {
        var values = arguments.Bind("tojson", ("value", null), ("ensure_ascii", false), ("indent", null), ("separators", null), ("sort_keys", false));
        var indent = values[2] switch { null => null, string text => text, _ => new string(' ', (int)Math.Clamp(PythonOperators.Number(values[2]) as long? ?? 0, 0, 1000)) };
        var (item, key) = values[3] switch
        {
            null => (indent is null ? ", " : ",", ": "),
            object?[] or List<object?> when PythonSequences.Items(values[3]) is [string first, string second] => (first, second),
            _ => throw new TemplateException("tojson needs two texts as its separators."),
        };
        var json = new JsonText(arguments.Budget, (indent, item, key, PythonOperators.IsTrue(values[1]), PythonOperators.IsTrue(values[4])));
        json.Write(values[0], depth: 0);
        return json._text.ToString();
    }

    private void Write(object? value, int depth)
    {
        _budget.Spend();
        _budget.SpendText(_text.Length / 1024);
        switch (value)
        {
            case null: _text.Append("null"); break;
            case bool flag: _text.Append(flag ? "true" : "false"); break;
            case long number: _text.Append(number); break;
            case double number: _text.Append(Number(number)); break;
            case string text: Quote(text); break;
            case TemplateMap map: WriteAll('{', '}', Entries(map), depth, entry => { Quote(entry.Key); _text.Append(_style.Key); Write(entry.Value, depth + 1); }); break;
            case List<object?> or object?[]: WriteAll('[', ']', PythonSequences.Items(value), depth, item => Write(item, depth + 1)); break;
            default: throw new TemplateException($"A {PythonText.TypeName(value)} can't be written as JSON.");
        }
    }

    private void WriteAll<T>(char open, char close, IReadOnlyCollection<T> items, int depth, Action<T> write)
    {
        _text.Append(open);
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst) _text.Append(_style.Item);
            isFirst = false;
            Break(depth + 1);
            write(item);
        }

        if (!isFirst) Break(depth);
        _text.Append(close);
    }

    private void Break(int depth)
    {
        if (_style.Indent is not null) _text.Append('\n').Insert(_text.Length, _style.Indent, depth);
    }

    private IReadOnlyCollection<(string Key, object? Value)> Entries(TemplateMap map)
    {
        var entries = map.Select(entry => (Key: KeyText(entry.Key), entry.Value));
        return _style.IsSorted ? [.. entries.OrderBy(entry => entry.Key, Comparer<string>.Create(PythonStrings.Compare))] : [.. entries];
    }

    private static string KeyText(object key) => key switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => Number(number),
        _ => throw new TemplateException($"A {PythonText.TypeName(key)} can't be a key in JSON."),
    };

    private static string Number(double number) => double.IsNaN(number) ? "NaN" : double.IsInfinity(number) ? number > 0 ? "Infinity" : "-Infinity" : PythonText.Float(number);

    private void Quote(string text)
    {
        _text.Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => _text.Append("\\\""),
                '\\' => _text.Append("\\\\"),
                '\n' => _text.Append("\\n"),
                '\r' => _text.Append("\\r"),
                '\t' => _text.Append("\\t"),
                '\f' => _text.Append("\\f"),
                '\b' => _text.Append("\\b"),
                < ' ' => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                > '~' when _style.IsAscii => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => _text.Append(character),
            };
        }

        _text.Append('"');
    }
}
