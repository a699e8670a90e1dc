using CsCheck;
using Rollouts.Core.ItemResponse;

namespace Rollouts.Core.Tests.ItemResponse;

/// <summary>Points such as visits leave behind, and a slow search to compare fits with.</summary>
internal static class ItemResponseData
{
    public static Gen<ItemResponsePoint[]> Points { get; } = Gen.Int[0, int.MaxValue - 1].Select(seed => Draw(new Random(seed)));

    public static ItemResponsePoint[] Draw(Random random)
    {
        var truth = new ThreeParameterModel(4 * Math.Exp(random.NextDouble() * Math.Log(12.5)), -random.NextDouble(), random.NextDouble() < 0.6 ? 0 : 0.45 * random.NextDouble());
        var rates = Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(0, 20) / 20.0).Distinct();
        var points = rates.Select(rate => new ItemResponsePoint(
            rate, Enumerable.Range(0, 8).Average(_ => random.NextDouble() < truth.Value(rate) ? 1.0 : 0), random.Next(1, 4))).ToList();
        if (points.TrueForAll(point => point.Rate != 0)) points.Add(new(0, 0));
        points.Add(new(1, 1));
        return [.. points];
    }

    public static double BestOfGrid(ItemResponsePoint[] points, ItemResponseBounds bounds)
    {
        var best = double.PositiveInfinity;
        foreach (var k in new[] { 2.0, 8, 20, 50 })
            for (var mu = -1.0; mu <= 0; mu += 0.05)
                foreach (var b in new[] { 0, 0.2, 0.4 })
                {
                    var descent = new BoundedDescent(points, bounds, new(k, mu, b));
                    descent.Run();
                    best = Math.Min(best, descent.SumOfSquares);
                }

        return best;
    }
}
