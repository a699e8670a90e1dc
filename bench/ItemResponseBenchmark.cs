using System.Diagnostics;
using System.Globalization;
using Rollouts.Core.ItemResponse;

namespace Rollouts.Bench;

/// <summary>Time of one fit over ten thousand typical ones: one to five rounds of eight rollouts on synthetic problems, margins included.</summary>
internal sealed class ItemResponseBenchmark : IBenchmark
{
    private const int FitCount = 10_000;

    public string Name => "item-response";

    public string Description => "microseconds a 3PL fit over 10,000 typical fits; goal 20 median, 100 at the 99th percentile";

    public int Run(string[] args)
    {
        var data = Enumerable.Range(0, FitCount).Select(index => TypicalPoints(new Random(index))).ToArray();
        var bounds = ItemResponseBounds.ForTarget(0.5);
        Measure(data, bounds); // the first pass is the compiler's
        var (microseconds, fits, bytes) = Measure(data, bounds);
        Array.Sort(microseconds);
        string At(double share) => microseconds[(int)(share * (FitCount - 1))].ToString("F1", CultureInfo.InvariantCulture);

        Console.WriteLine($"| fits | median µs | mean µs | 90 % µs | 99 % µs | worst µs | bytes a fit |");
        Console.WriteLine($"| --- | --- | --- | --- | --- | --- | --- |");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {FitCount} | {At(0.5)} | {microseconds.Average():F1} | {At(0.9)} | {At(0.99)} | {At(1)} | {bytes / FitCount} |"));
        foreach (var status in Enum.GetValues<FitStatus>())
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{status}: {fits.Count(fit => fit.Status == status) * 100.0 / FitCount:F1} %"));
        return 0;
    }

    private static (double[] Microseconds, ItemResponseFit[] Fits, long Bytes) Measure(ItemResponsePoint[][] data, ItemResponseBounds bounds)
    {
        var (microseconds, fits) = (new double[data.Length], new ItemResponseFit[data.Length]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var index = 0; index < data.Length; index++)
        {
            var start = Stopwatch.GetTimestamp();
            fits[index] = ItemResponseFitter.Fit(data[index], bounds);
            microseconds[index] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return (microseconds, fits, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static ItemResponsePoint[] TypicalPoints(Random random)
    {
        var truth = new ThreeParameterModel(4 * Math.Exp(random.NextDouble() * Math.Log(12.5)), -0.02 - 0.96 * random.NextDouble(),
            random.NextDouble() < 0.6 ? 0 : 0.45 * random.NextDouble());
        int[] lengths = [5, 20, 200];
        var unitCount = lengths[random.Next(lengths.Length)];
        var rates = Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(unitCount) / (double)unitCount);
        var points = rates.GroupBy(rate => rate).Select(same => new ItemResponsePoint(
            same.Key, Enumerable.Range(0, 8 * same.Count()).Average(_ => random.NextDouble() < truth.Value(same.Key) ? 1.0 : 0), same.Count())).ToList();
        if (points.TrueForAll(point => point.Rate != 0)) points.Add(new(0, 0));
        points.Add(new(1, 1));
        return [.. points];
    }
}
