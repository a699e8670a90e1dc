using System.Text.Json;
using Rollouts.Core.Training;
using Rollouts.Support;

namespace Rollouts.Trainer.Tests.Losses;

/// <summary>TRL's own losses in its own conventions, expressed as choices of ours.</summary>
public sealed class TrlGoldenTests
{
    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    [Theory]
    [InlineData(ScalarType.Float64, 1e-9)]
    [InlineData(ScalarType.Float32, 1e-5)]
    public void Every_case_has_its_loss_and_gradient(ScalarType type, double tolerance)
    {
        foreach (var (line, golden) in Read())
        {
            var (loss, gradient, _, divergence) = CaseOf(golden).Evaluate(OptionsOf(golden), type);
            Assert.True(Math.Abs(golden.Loss - loss) <= tolerance, $"Line {line} ({golden.Name}): expected {golden.Loss:R}, got {loss:R}.");
            PolicyLossOracleTests.Near([.. golden.Gradient.SelectMany(row => row)], gradient, tolerance);
            if (golden.Metrics.TryGetValue("kl", out var kl))
                Assert.Equal(kl, divergence, 10 * tolerance);
        }
    }

    [Fact]
    public void Every_token_level_case_has_its_clip_fraction()
    {
        foreach (var (_, golden) in Read())
            if (golden.ImportanceSamplingLevel == "token" && golden.Metrics.TryGetValue("clip_ratio/region_mean", out var region))
                Assert.Equal(region, CaseOf(golden).Evaluate(OptionsOf(golden)).ClipFraction, 1e-7);
    }

    private static IEnumerable<(int Line, TrlCase Case)> Read() =>
        File.ReadLines(Repository.RequireGolden("losses.jsonl")).Select((line, i) => (i + 1, JsonSerializer.Deserialize<TrlCase>(line, Snake)!));

    private static LossCase CaseOf(TrlCase golden) => new(golden.LogProbabilities, golden.OldLogProbabilities, golden.Advantages)
    {
        Reference = golden.ReferenceLogProbabilities, Sampler = golden.RolloutLogProbabilities, Limit = golden.MaxCompletionLength,
    };

    private static LossOptions OptionsOf(TrlCase golden) => LossOf(golden) with
    {
        Ratio = golden.ImportanceSamplingLevel == "sequence" ? RatioLevel.Sequence : RatioLevel.Token,
        ClipLow = golden.EpsilonLow, ClipHigh = golden.EpsilonHigh, DualClip = golden.Delta ?? 0,
        Kl = golden.Beta == 0 ? KlEstimator.None : KlEstimator.K3, KlCoefficient = golden.Beta,
        TruncatedImportanceSampling = golden.TruncatedImportanceCap ?? 0,
    };

    private static LossOptions LossOf(TrlCase golden) => golden.LossType switch
    {
        "grpo" => LossRecipes.Named("grpo").Loss,
        "bnpo" or "dapo" => LossRecipes.Named("dapo").Loss,
        "dr_grpo" => LossRecipes.Named("dr-grpo").Loss,
        "luspo" => LossRecipes.Named("luspo").Loss,
        "cispo" => LossRecipes.Named("cispo").Loss with { WeightMaximum = golden.EpsilonHigh },
        "sapo" => LossRecipes.Named("sapo").Loss with
        {
            // TRL chooses between the two temperatures in single precision.
            GateTemperaturePositive = (float)(golden.SapoTemperaturePos ?? 1), GateTemperatureNegative = (float)(golden.SapoTemperatureNeg ?? 1.05),
        },
        _ => throw new InvalidDataException($"Unknown loss type {golden.LossType}."),
    };

    private sealed record TrlCase(
        string Name, string LossType, string ImportanceSamplingLevel, double Beta, double EpsilonLow, double EpsilonHigh,
        int MaxCompletionLength, double? Delta, double? TruncatedImportanceCap, double? SapoTemperaturePos, double? SapoTemperatureNeg,
        double[] Advantages, double[][] LogProbabilities, double[][] OldLogProbabilities, double[][]? ReferenceLogProbabilities,
        double[][]? RolloutLogProbabilities, double Loss, double[][] Gradient, Dictionary<string, double> Metrics);
}
