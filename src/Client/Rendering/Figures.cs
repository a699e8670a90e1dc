using System.Globalization;
using Rollouts.Core.Runs;

namespace Rollouts.Client.Rendering;

/// <summary>Numbers as the console writes them.</summary>
internal static class Figures
{
    /// <summary>What stands where nothing was measured.</summary>
    public const string None = "–";

    /// <summary>Three decimals; what rounds to nothing has no sign.</summary>
    public static string Of(double? value) =>
        value is { } number ? (Math.Round(number, 3) + 0.0).ToString("0.000", CultureInfo.InvariantCulture) : None;

    /// <summary>A metric to three decimals, or a dash where the step has none.</summary>
    public static string Of(IReadOnlyDictionary<string, double> metrics, string name) =>
        Of(metrics.TryGetValue(name, out var value) ? value : (double?)null);

    /// <summary>A whole number with thousands apart.</summary>
    public static string Count(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>For example <c>66.8 % (60.9 to 72.3)</c>.</summary>
    public static string Of(Share share) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * share.Value:0.0} % ({100 * share.Low:0.0} to {100 * share.High:0.0})");

    /// <summary>For example <c>4:07</c> or <c>1:02:10</c>.</summary>
    public static string Duration(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Round(seconds));
        return time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");
    }

    /// <summary>For example <c>0.9 M</c> or <c>640 k</c>.</summary>
    public static string Parameters(long count) => count >= 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.0} M")
        : string.Create(CultureInfo.InvariantCulture, $"{count / 1e3:0} k");

    /// <summary>Mebibytes.</summary>
    public static string Bytes(long count) => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(count / 1048576.0):#,0} MiB");
}
