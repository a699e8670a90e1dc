using System.Text.Json;
using Rollouts.Core.ItemResponse;
using Rollouts.Support;

namespace Rollouts.Core.Tests.ItemResponse;

/// <summary>Fits of lmfit's trust-region-reflective least squares, five starts each.</summary>
public sealed class ItemResponseGoldenTests
{
    // The reference gave up at this many evaluations; where it did, its parameters are not the minimum's.
    private const int ReferenceLimit = 5000;

    [Fact]
    public void No_fit_is_worse_than_the_best_of_five_reference_starts() => ForEachCase((line, fit, golden) =>
    {
        var best = golden.GetProperty("best_of_5_starts").GetProperty("sse").GetDouble();
        Assert.True(fit.SumOfSquares <= best + 1e-6 || fit.Status == FitStatus.UnderDetermined, $"line {line}: {fit}; the reference reaches {best}.");
    });

    [Fact]
    public void Unique_fits_agree_in_parameters_or_in_the_inverse() => ForEachCase((line, fit, golden) =>
    {
        var best = golden.GetProperty("best_of_5_starts");
        if (!golden.GetProperty("unique").GetBoolean()) return;
        if (best.GetProperty("evaluations").GetInt32() >= ReferenceLimit && fit.SumOfSquares <= best.GetProperty("sse").GetDouble()) return;
        Assert.True(ParametersAgree(fit, best) || InversesAgree(fit, golden), $"line {line}: {fit}; the reference has {best}.");
    });

    private static bool ParametersAgree(ItemResponseFit fit, JsonElement best) =>
        Agree(fit.K, best.GetProperty("k").GetDouble()) && Agree(fit.Mu, best.GetProperty("mu").GetDouble())
        && (Agree(fit.B, best.GetProperty("b").GetDouble()) || Math.Abs(fit.B - best.GetProperty("b").GetDouble()) < 1e-8);

    private static bool InversesAgree(ItemResponseFit fit, JsonElement golden) =>
        golden.TryGetProperty("inverse_at_half", out var inverse) && inverse.ValueKind == JsonValueKind.Number
        && fit.Model.Inverse(0.5) is { } ours && Math.Abs(ours - inverse.GetDouble()) <= 1e-4;

    private static bool Agree(double ours, double reference) => Math.Abs(ours - reference) <= 1e-4 * Math.Abs(reference);

    private static void ForEachCase(Action<int, ItemResponseFit, JsonElement> assert)
    {
        var line = 0;
        foreach (var text in File.ReadLines(Repository.RequireGolden("irt.jsonl")))
        {
            using var golden = JsonDocument.Parse(text);
            var points = golden.RootElement.GetProperty("points").EnumerateArray()
                .Select(point => new ItemResponsePoint(point[0].GetDouble(), point[1].GetDouble(), point[2].GetDouble())).ToArray();
            assert(++line, ItemResponseFitter.Fit(points, new ItemResponseBounds()), golden.RootElement);
        }

        Assert.True(line > 0, "irt.jsonl is empty.");
    }
}
