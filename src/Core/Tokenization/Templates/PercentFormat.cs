using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Rollouts.Core.Tokenization.Templates;

/// <summary><c>'…' % values</c>, as far as templates use it: <c>%s %r %d %i %f %x %%</c> with width and precision.</summary>
internal static partial class PercentFormat
{
    /// <summary>Fills a format.</summary>
    public static string Apply(string format, object? values, RenderBudget budget)
    {
        var (items, next) = (values as object?[] ?? [values], 0);
        var (result, place) = (new StringBuilder(), 0);
        foreach (Match match in Places().Matches(format))
        {
            result.Append(format, place, match.Index - place).Append(match.Groups["kind"].Value == "%" ? "%" : Field(match, Next(match)));
            budget.SpendText(result.Length);
            place = match.Index + match.Length;
        }

        if (next < items.Length && values is not TemplateMap) throw new TemplateException("Not all arguments were used by the format.");
        return result.Append(format, place, format.Length - place).ToString();

        object? Next(Match match)
        {
            if (match.Groups["name"].Success)
            {
                return values is TemplateMap map && map.TryGetValue(match.Groups["name"].Value, out var named)
                    ? named : throw new TemplateException($"The format asks for {match.Groups["name"].Value}, which is missing.");
            }

            return next < items.Length ? items[next++] : throw new TemplateException("The format asks for more arguments than there are.");
        }
    }

    private static string Field(Match match, object? value)
    {
        var precision = match.Groups["precision"] is { Success: true, Value: var digits } ? Small(digits) : 6;
        var text = match.Groups["kind"].Value switch
        {
            "s" => Cut(PythonText.Str(value), match),
            "r" => Cut(PythonText.Repr(value), match),
            "d" or "i" => PythonNumberText.Whole(value),
            "f" or "F" => PythonNumberText.Fixed(value, precision),
            "x" => Convert.ToInt64(PythonOperators.Number(value) ?? throw new TemplateException("%x needs a whole number."), CultureInfo.InvariantCulture).ToString("x", CultureInfo.InvariantCulture),
            var kind => throw new TemplateException($"The format %{kind} is not supported."),
        };
        var (flags, width) = (match.Groups["flags"].Value, match.Groups["width"].Value is { Length: > 0 } wide ? Small(wide) : 0);
        if (flags.Contains('+') && value is not string && text[0] != '-') text = "+" + text;
        if (flags.Contains('-')) return text.PadRight(width);
        return flags.Contains('0') && value is not string ? PythonNumberText.ZeroPadded(text, width) : text.PadLeft(width);
    }

    private static string Cut(string text, Match match) => match.Groups["precision"] is { Success: true, Value: var digits } && Small(digits) < text.Length ? text[..Small(digits)] : text;

    private static int Small(string digits) => digits.Length switch
    {
        0 => 0,
        < 5 => int.Parse(digits, CultureInfo.InvariantCulture),
        _ => throw new TemplateException("The format's width is too large."),
    };

    [GeneratedRegex(@"%(\((?<name>[^)]*)\))?(?<flags>[-+0 #]*)(?<width>\d*)(\.(?<precision>\d*))?(?<kind>.|$)", RegexOptions.Singleline)]
    private static partial Regex Places();
}
