using System.Globalization;
using System.Text;

namespace Rollouts.Core.Tokenization.Templates;

/// <summary>The function <c>strftime_now</c>: the present date in a form of C's <c>strftime</c>.</summary>
internal static class DateText
{
    /// <summary>The function by a clock.</summary>
    public static TemplateFunction Now(TimeProvider time) => arguments =>
        Write(PythonText.Str(arguments.Bind("strftime_now", ("format", CallArguments.Required))[0]), time.GetLocalNow());

    private static string Write(string format, DateTimeOffset now)
    {
        var text = new StringBuilder();
        for (var place = 0; place < format.Length; place++)
        {
            if (format[place] != '%' || place + 1 == format.Length) text.Append(format[place]);
            else text.Append(format[++place] == '-' && place + 1 < format.Length ? Part(format[++place], now).TrimStart('0').PadLeft(1, '0') : Part(format[place], now));
        }

        return text.ToString();
    }

    private static string Part(char letter, DateTimeOffset now) => letter switch
    {
        'Y' => Invariant(now, "yyyy"), 'y' => Invariant(now, "yy"), 'm' => Invariant(now, "MM"), 'd' => Invariant(now, "dd"),
        'B' => Invariant(now, "MMMM"), 'b' or 'h' => Invariant(now, "MMM"), 'A' => Invariant(now, "dddd"), 'a' => Invariant(now, "ddd"),
        'H' => Invariant(now, "HH"), 'I' => Invariant(now, "hh"), 'M' => Invariant(now, "mm"), 'S' => Invariant(now, "ss"), 'p' => Invariant(now, "tt"),
        'f' => Invariant(now, "ffffff"), 'j' => now.DayOfYear.ToString("000", CultureInfo.InvariantCulture), 'e' => now.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
        'F' => Invariant(now, "yyyy-MM-dd"), 'T' => Invariant(now, "HH:mm:ss"), 'D' or 'x' => Invariant(now, "MM/dd/yy"), 'R' => Invariant(now, "HH:mm"),
        'w' => ((int)now.DayOfWeek).ToString(CultureInfo.InvariantCulture), 'z' or 'Z' => "", 'n' => "\n", 't' => "\t", '%' => "%",
        _ => throw new TemplateException($"The date's part %{letter} is not supported."),
    };

    private static string Invariant(DateTimeOffset now, string format) => now.ToString(format, CultureInfo.InvariantCulture);
}
