using Rollouts.Core.ItemResponse;

namespace Rollouts.Client.Rendering;

/// <summary>An item-response curve and what was observed, drawn with characters.</summary>
internal static class CurvePlot
{
    private const int Width = 51;
    private const int Height = 11;

    /// <summary>Lines from accuracy 1 down to 0, over hint rates 0 to 1: <c>·</c> the curve, <c>o</c> an observation.</summary>
    /// <param name="curve">The fitted curve; null draws the observations alone.</param>
    /// <param name="observed">Hint rate and accuracy, both in [0, 1].</param>
    public static IReadOnlyList<string> Of(ThreeParameterModel? curve, IEnumerable<(double Rate, double Accuracy)> observed)
    {
        var canvas = Enumerable.Range(0, Height).Select(_ => new string(' ', Width).ToCharArray()).ToArray();
        if (curve is { } model)
            for (var column = 0; column < Width; column++)
                canvas[Row(model.Value(column / (Width - 1.0)))][column] = '·';
        foreach (var (rate, accuracy) in observed)
            canvas[Row(accuracy)][(int)Math.Round(Math.Clamp(rate, 0, 1) * (Width - 1))] = 'o';
        return [.. canvas.Select((line, row) => $"{Label(row)} │{new string(line).TrimEnd()}"), "    └" + new string('─', Width), "     0" + "hint rate".PadLeft(29) + "1".PadLeft(21)];
    }

    private static int Row(double accuracy) => (int)Math.Round((1 - Math.Clamp(accuracy, 0, 1)) * (Height - 1));

    private static string Label(int row) => row switch { 0 => "1.0", Height / 2 => "0.5", Height - 1 => "0.0", _ => "   " };
}
