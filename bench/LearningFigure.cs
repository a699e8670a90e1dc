using System.Globalization;
using System.Net;
using System.Text;

namespace Rollouts.Bench;

/// <summary>A point of a learning curve.</summary>
/// <param name="X">Thousands of rollouts.</param>
/// <param name="Y">Accuracy, in [0, 1].</param>
internal sealed record FigurePoint(double X, double Y);

/// <summary>One seed's curve.</summary>
internal sealed record FigureCurve(FigurePoint[] Points);

/// <summary>A rival with the curves of its seeds.</summary>
internal sealed record FigureSeries(string Name, FigureCurve[] Curves);

/// <summary>Learning curves as an SVG picture that reads in light and in dark.</summary>
internal static class LearningFigure
{
    private const int Width = 720, Height = 380, Left = 56, Right = 200, Top = 24, Bottom = 48;

    // Okabe and Ito's colours: they stay apart for colour-blind readers.
    private static readonly string[] Colors = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00"];

    /// <summary>Draws every seed as a line; series of a single point become a dashed level.</summary>
    public static string Draw(IReadOnlyList<FigureSeries> series)
    {
        var widest = Math.Max(1, series.SelectMany(one => one.Curves).SelectMany(curve => curve.Points).Select(point => point.X).DefaultIfEmpty(1).Max());
        var svg = new StringBuilder().Append(Format($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="system-ui, sans-serif" font-size="12" fill="#777">"""));
        Axes(svg, widest);
        for (var index = 0; index < series.Count; index++) Series(svg, series[index], index, widest);
        return svg.AppendLine("</svg>").ToString();
    }

    private static void Axes(StringBuilder svg, double widest)
    {
        for (var tick = 0; tick <= 5; tick++)
        {
            var (y, x) = (Y(tick / 5.0), X(widest * tick / 5, widest));
            svg.Append(Format($"""<path d="M{Left} {y:F1}H{Width - Right}" stroke="#8884"/><text x="{Left - 8}" y="{y + 4:F1}" text-anchor="end">{tick / 5.0:F1}</text>"""));
            svg.Append(Format($"""<text x="{x:F1}" y="{Height - Bottom + 18}" text-anchor="middle">{widest * tick / 5:F0}</text>"""));
        }

        svg.Append(Format($"""<text x="{(Left + Width - Right) / 2}" y="{Height - 10}" text-anchor="middle">thousand rollouts</text>"""));
        svg.Append(Format($"""<text x="{Left}" y="14">held-out accuracy, un-hinted, sampled at temperature 1</text>"""));
    }

    private static void Series(StringBuilder svg, FigureSeries series, int index, double widest)
    {
        var color = Colors[index % Colors.Length];
        foreach (var points in series.Curves.Select(curve => curve.Points).Where(points => points.Length > 0))
        {
            var level = points.All(point => point.X == 0);
            var path = level
                ? Format($"M{Left} {Y(points[^1].Y):F1}H{Width - Right}")
                : "M" + string.Join("L", points.Select(point => Format($"{X(point.X, widest):F1} {Y(point.Y):F1}")));
            svg.Append(Format($"""<path d="{path}" fill="none" stroke="{color}" stroke-width="2"{(level ? " stroke-dasharray=\"5 4\"" : "")}/>"""));
        }

        var row = Top + 16 + (index * 20);
        svg.Append(Format($"""<path d="M{Width - Right + 14} {row - 4}h18" stroke="{color}" stroke-width="3"/><text x="{Width - Right + 38}" y="{row}">{WebUtility.HtmlEncode(series.Name)}</text>"""));
    }

    private static double X(double value, double widest) => Left + (value / widest * (Width - Left - Right));

    private static double Y(double value) => Height - Bottom - (value * (Height - Top - Bottom));

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
