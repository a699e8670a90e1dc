using System.Globalization;

namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Numbers in a wanted form.</summary>
internal static class PythonNumberText
{
    /// <summary>A whole number, cut towards zero.</summary>
    public static string Whole(object? value) => PythonOperators.Number(value) switch
    {
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        double real when double.IsFinite(real) => Math.Truncate(real).ToString("F0", CultureInfo.InvariantCulture),
        _ => throw new TemplateException($"A number is needed; there is a {PythonText.TypeName(value)}."),
    };

    /// <summary>A number with so many digits after the point.</summary>
    public static string Fixed(object? value, int digits) => PythonOperators.Number(value) is { } number
        ? Convert.ToDouble(number, CultureInfo.InvariantCulture).ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : throw new TemplateException($"A number is needed; there is a {PythonText.TypeName(value)}.");

    /// <summary>Zeros between the sign and the digits.</summary>
    public static string ZeroPadded(string text, int width) => text is ['-' or '+', ..] ? text[0] + text[1..].PadLeft(width - 1, '0') : text.PadLeft(width, '0');
}
