using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Rollouts.Core.Tokenization.Templates;

/// <summary><c>'…{}…'.format(values)</c>, as far as templates use it: places by order, number or name, with a plain width, precision
/// and kind.</summary>
internal static partial class FormatMethod
{
    /// <summary>Fills a format; the first argument is the format.</summary>
    public static object? Apply(CallArguments arguments)
    {
        var format = (string)arguments.Positional[0]!;
        var (result, next) = (new StringBuilder(), 1);
        for (var place = 0; place < format.Length; place++)
        {
            if (format[place] is '{' or '}' && place + 1 < format.Length && format[place + 1] == format[place]) result.Append(format[place++]);
            else if (format[place] == '}') throw new TemplateException("The format closes a place that it did not open.");
            else if (format[place] == '{') AppendField(arguments, format, ref place, ref next, result);
            else result.Append(format[place]);
            arguments.Budget.SpendText(result.Length);
        }

        return result.ToString();
    }

    private static void AppendField(CallArguments arguments, string format, ref int place, ref int next, StringBuilder result)
    {
        var match = Field().Match(format, place);
        if (!match.Success) throw new TemplateException($"The format \"{format}\" has a place that is not supported.");
        place += match.Length - 1;
        var name = match.Groups["name"].Value;
        var value = name.Length == 0 ? Positional(arguments, next++)
            : int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? Positional(arguments, index + 1)
            : arguments.Named.TryGetValue(name, out var named) ? named : throw new TemplateException($"The format asks for {name}, which is missing.");
        result.Append(Written(match, value));
    }

    private static object? Positional(CallArguments arguments, int index) =>
        index < arguments.Positional.Count ? arguments.Positional[index] : throw new TemplateException("The format asks for more arguments than there are.");

    private static string Written(Match match, object? value)
    {
        var (width, precision) = (Number(match, "width"), Number(match, "precision"));
        var text = match.Groups["kind"].Value switch
        {
            "d" when value is long or bool => PythonNumberText.Whole(value),
            "f" => PythonNumberText.Fixed(value, precision ?? 6),
            "" or "s" => PythonText.Str(value),
            var kind => throw new TemplateException($"The format {kind} of a {PythonText.TypeName(value)} is not supported."),
        };
        if (match.Groups["kind"].Value != "f" && precision is { } limit && limit < text.Length) text = text[..limit];
        var isNumber = PythonOperators.Number(value) is not null && value is not bool;
        if (match.Groups["zero"].Length > 0 && isNumber) return PythonNumberText.ZeroPadded(text, width ?? 0);
        var missing = Math.Max(0, (width ?? 0) - text.Length);
        return match.Groups["align"].Value switch
        {
            "^" => text.PadLeft(text.Length + missing / 2).PadRight(text.Length + missing),
            ">" => text.PadLeft(text.Length + missing),
            "<" => text.PadRight(text.Length + missing),
            _ => isNumber ? text.PadLeft(text.Length + missing) : text.PadRight(text.Length + missing),
        };
    }

    private static int? Number(Match match, string group) =>
        match.Groups[group].Length switch
        {
            0 => null,
            < 5 => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture),
            _ => throw new TemplateException("The format's width is too large."),
        };

    [GeneratedRegex(@"\G\{(?<name>\w*)(:(?<align>[<>^])?(?<zero>0)?(?<width>\d+)?(\.(?<precision>\d+))?(?<kind>[a-z])?)?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Field();
}
