namespace Rollouts.Client.Rendering;

/// <summary>A curve in one line of text.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>The mean of each of <paramref name="width"/> stretches of <paramref name="values"/> as a block from
    /// <paramref name="low"/> to <paramref name="high"/>.</summary>
    public static string Of(IReadOnlyList<double> values, int width, double low, double high)
    {
        var count = Math.Min(width, values.Count);
        return string.Concat(Enumerable.Range(0, count).Select(i => Block(Mean(values, i, count), low, high)));
    }

    private static double Mean(IReadOnlyList<double> values, int stretch, int count)
    {
        int from = stretch * values.Count / count, to = (stretch + 1) * values.Count / count;
        return values.Skip(from).Take(to - from).Average();
    }

    private static char Block(double value, double low, double high) =>
        Blocks[Math.Clamp((int)((value - low) / (high - low) * Blocks.Length), 0, Blocks.Length - 1)];
}
