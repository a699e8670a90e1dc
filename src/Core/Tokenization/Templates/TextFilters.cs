using System.Text;
using System.Text.RegularExpressions;

namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Filters that make a text.</summary>
internal static partial class TextFilters
{
    /// <summary>By name.</summary>
    public static IEnumerable<KeyValuePair<string, TemplateFunction>> All =>
    [
        Plain("upper", PythonStrings.Upper), Plain("lower", PythonStrings.Lower), Plain("capitalize", PythonStrings.Capitalize), Plain("title", Title),
        Plain("string", text => text), Plain("safe", text => text), Plain("escape", Escape), Plain("e", Escape), Plain("forceescape", Escape),
        Plain("urlencode", text => Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal)),
        new("trim", Trim), new("replace", Replace), new("indent", Indent), new("join", Join), new("center", Center), new("truncate", Truncate),
        new("format", Format), new("tojson", JsonText.Filter), new("wordcount", arguments => (long)Words().Count(Text(arguments.Positional[0]))),
    ];

    private static KeyValuePair<string, TemplateFunction> Plain(string name, Func<string, string> filter) => new(name, arguments => filter(Text(arguments.Bind(name, ("value", null))[0])));

    private static string Text(object? value) => PythonText.Str(value);

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal).Replace("\"", "&#34;", StringComparison.Ordinal);

    private static string Title(string text) => string.Concat(Beginnings().Split(text).Select(PythonStrings.Capitalize));

    private static object? Trim(CallArguments arguments)
    {
        var values = arguments.Bind("trim", ("value", null), ("chars", null));
        return PythonStrings.Strip(Text(values[0]), values[1] is null ? null : Text(values[1]), isLeft: true, isRight: true);
    }

    private static object? Replace(CallArguments arguments)
    {
        var values = arguments.Bind("replace", ("value", null), ("old", CallArguments.Required), ("new", CallArguments.Required), ("count", null));
        return PythonStrings.Replace(Text(values[0]), Text(values[1]), Text(values[2]), PythonOperators.Number(values[3]) as long? ?? -1, arguments.Budget);
    }

    private static object? Indent(CallArguments arguments)
    {
        var values = arguments.Bind("indent", ("value", null), ("width", 4L), ("first", false), ("blank", false));
        var indentation = values[1] is string given ? given : new string(' ', (int)Math.Clamp(PythonOperators.Number(values[1]) as long? ?? 4, 0, 1000));
        var (isBlank, lines) = (PythonOperators.IsTrue(values[3]), Text(values[0]).Split('\n'));
        arguments.Budget.SpendText((long)lines.Length * indentation.Length + Text(values[0]).Length);
        var rest = lines.Skip(1).Select(line => "\n" + (isBlank || line.Length > 0 ? indentation : "") + line);
        return (PythonOperators.IsTrue(values[2]) ? indentation : "") + lines[0] + string.Concat(rest);
    }

    private static object? Join(CallArguments arguments)
    {
        var values = arguments.Bind("join", ("value", null), ("d", ""), ("attribute", null));
        var parts = PythonSequences.Items(values[0]).Select(item => Text(values[2] is null ? item : AttributePath.Get(item, values[2]))).ToArray();
        var separator = Text(values[1]);
        arguments.Budget.SpendText(parts.Sum(part => (long)part.Length + separator.Length));
        return string.Join(separator, parts);
    }

    private static object? Center(CallArguments arguments)
    {
        var values = arguments.Bind("center", ("value", null), ("width", 80L));
        return TextMethods.Find("center")!(arguments with { Positional = [Text(values[0]), values[1]], Named = [] });
    }

    private static object? Truncate(CallArguments arguments)
    {
        var values = arguments.Bind("truncate", ("s", null), ("length", 255L), ("killwords", false), ("end", "..."), ("leeway", 5L));
        var (text, end) = (Text(values[0]), Text(values[3]));
        var (length, leeway) = (PythonOperators.Number(values[1]) as long? ?? 255, PythonOperators.Number(values[4]) as long? ?? 5);
        if (length < PythonStrings.Length(end)) throw new TemplateException("truncate needs a length of at least that of its end.");
        if (PythonStrings.Length(text) <= length + leeway) return text;
        var cut = (string)PythonSequences.Slice(text, null, length - PythonStrings.Length(end), null, arguments.Budget);
        var lastSpace = cut.LastIndexOf(' ');
        return (PythonOperators.IsTrue(values[2]) || lastSpace < 0 ? cut : cut[..lastSpace]) + end;
    }

    private static object? Format(CallArguments arguments)
    {
        var named = new TemplateMap();
        foreach (var (name, value) in arguments.Named) named[name] = value;
        if (named.Count > 0 && arguments.Positional.Count > 1) throw new TemplateException("format takes arguments with names or without, not both.");
        return PercentFormat.Apply(Text(arguments.Positional[0]), named.Count > 0 ? named : arguments.Positional.Skip(1).ToArray(), arguments.Budget);
    }

    [GeneratedRegex(@"([-\s({\[<]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Beginnings();

    [GeneratedRegex(@"\w+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
