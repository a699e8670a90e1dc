using System.Globalization;
using System.Text;

namespace Rollouts.Core.Tokenization.Templates;

/// <summary>How Python writes values: <c>str</c> and <c>repr</c>.</summary>
internal static class PythonText
{
    /// <summary>What is printed.</summary>
    public static string Str(object? value) => value switch
    {
        string text => text,
        Undefined => "",
        _ => Repr(value),
    };

    /// <summary>What is printed inside a list.</summary>
    public static string Repr(object? value)
    {
        RenderBudget.RequireStack();
        return value switch
        {
            null => "None",
            bool flag => flag ? "True" : "False",
            long number => number.ToString(CultureInfo.InvariantCulture),
            double number => Float(number),
            string text => Quote(text),
            Undefined => "Undefined",
            List<object?> list => $"[{string.Join(", ", list.Select(Repr))}]",
            object?[] tuple => tuple.Length == 1 ? $"({Repr(tuple[0])},)" : $"({string.Join(", ", tuple.Select(Repr))})",
            TemplateMap map => $"{{{string.Join(", ", map.Select(entry => $"{Repr(entry.Key)}: {Repr(entry.Value)}"))}}}",
            _ => throw new TemplateException($"A {TypeName(value)} can't be printed."),
        };
    }

    /// <summary>A number as Python writes it: the shortest digits, with an exponent where it is outside of 1e-4 to 1e16.</summary>
    public static string Float(double number)
    {
        if (!double.IsFinite(number)) return double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        if (number == 0) return double.IsNegative(number) ? "-0.0" : "0.0";
        var parts = number.ToString("E16", CultureInfo.InvariantCulture).Split('E');
        var exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        var digits = new string([.. shortest.Split('E')[0].Where(char.IsAsciiDigit)]).TrimStart('0').TrimEnd('0');
        var sign = number < 0 ? "-" : "";
        if (exponent is < -4 or >= 16)
            return $"{sign}{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)}";
        if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        digits = digits.PadRight(exponent + 2, '0');
        return $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    /// <summary>The name of a value's type.</summary>
    public static string TypeName(object? value) => value switch
    {
        null => "NoneType", bool => "bool", long => "int", double => "float", string => "str", Undefined => "Undefined", List<object?> => "list",
        object?[] => "tuple", TemplateMap => "dict", TemplateNamespace => "Namespace", TemplateFunction => "function", _ => "object",
    };

    private static string Quote(string text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        var result = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var rune in text.EnumerateRunes()) result.Append(Escaped(rune, quote));
        return result.Append(quote).ToString();
    }

    private static string Escaped(Rune rune, char quote) => rune.Value switch
    {
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ when rune.Value == quote => $"\\{quote}",
        _ when rune.Value == ' ' || IsPrintable(rune) => rune.ToString(),
        <= 0xFF => string.Create(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
        <= 0xFFFF => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
    };

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
