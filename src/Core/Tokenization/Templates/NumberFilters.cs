using System.Globalization;

namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Filters that make a number.</summary>
internal static class NumberFilters
{
    /// <summary>By name.</summary>
    public static IEnumerable<KeyValuePair<string, TemplateFunction>> All =>
    [
        new("int", Whole), new("float", Real), new("abs", Absolute), new("round", Round),
    ];

    private static object? Whole(CallArguments arguments)
    {
        var values = arguments.Bind("int", ("value", null), ("default", 0L), ("base", 10L));
        return values[0] switch
        {
            Undefined missing => throw missing.Error(),
            string text => ReadWhole(text.Trim(), PythonOperators.Number(values[2]) as long? ?? 10) ?? values[1],
            _ when PythonOperators.Number(values[0]) is { } number => number is long or double and > -9e18 and < 9e18 ? Convert.ToInt64(Math.Truncate(Convert.ToDecimal(number, null))) : values[1],
            _ => values[1],
        };
    }

    private static object? ReadWhole(string text, long numberBase)
    {
        text = text.Replace("_", "", StringComparison.Ordinal);
        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        if (numberBase == 16 && long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex)) return hex;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return whole;
        return ReadReal(text) is double and > -9e18 and < 9e18 and var real ? (long)Math.Truncate((double)real) : null;
    }

    private static object? Real(CallArguments arguments)
    {
        var values = arguments.Bind("float", ("value", null), ("default", 0.0));
        return values[0] switch
        {
            Undefined missing => throw missing.Error(),
            string text => ReadReal(text.Trim()) ?? values[1],
            _ => PythonOperators.Number(values[0]) is { } number ? Convert.ToDouble(number, null) : values[1],
        };
    }

    private static object? ReadReal(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real : null;

    private static object? Absolute(CallArguments arguments) => PythonOperators.Number(arguments.Bind("abs", ("value", null))[0]) switch
    {
        long whole => (object)Math.Abs(whole),
        double real => Math.Abs(real),
        _ => throw new TemplateException("abs needs a number."),
    };

    private static object? Round(CallArguments arguments)
    {
        var values = arguments.Bind("round", ("value", null), ("precision", 0L), ("method", "common"));
        if (PythonOperators.Number(values[0]) is not { } number || PythonOperators.Number(values[1]) is not long precision) throw new TemplateException("round needs numbers.");
        var (real, factor) = (Convert.ToDouble(number, null), Math.Pow(10, precision));
        return values[2] switch
        {
            "ceil" => Math.Ceiling(real * factor) / factor,
            "floor" => Math.Floor(real * factor) / factor,
            "common" when number is long whole => precision >= 0 ? whole : (object)(long)(Math.Round(real * factor) / factor),
            "common" => precision is >= 0 and <= 15 ? (double)Math.Round((decimal)real, (int)precision, MidpointRounding.ToEven) : Math.Round(real * factor) / factor,
            _ => throw new TemplateException("round knows the methods common, ceil and floor."),
        };
    }
}
