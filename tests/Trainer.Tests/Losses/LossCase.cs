using Rollouts.Core.Training;
using Rollouts.Trainer.Losses;

namespace Rollouts.Trainer.Tests.Losses;

/// <summary>Ragged rollouts as a loss sees them.</summary>
internal sealed record LossCase(double[][] Current, double[][] Old, double[] Advantages)
{
    public double[][]? Reference { get; init; }

    public double[][]? Sampler { get; init; }

    public int Limit { get; init; } = 4;

    public int[] Lengths => [.. Current.Select(row => row.Length)];

    /// <summary>The group of four rollouts and ten tokens with rewards 1, 0, 0, 1 that every variant is worked out on by hand.</summary>
    public static LossCase Worked(params double[] advantages) => new(
        [[-0.10, -1.30, -0.60], [-0.90, -0.20], [-2.00, -0.50, -0.05, -0.30], [-0.60]],
        [[-0.30, -0.20, -0.05], [-0.50, -0.25], [-1.10, -1.70, -0.05, -0.35], [-1.80]],
        advantages)
    {
        Reference = [[-0.20, -1.10, -0.60], [-0.70, -0.25], [-1.50, -0.90, -0.10, -0.30], [-1.00]],
    };

    /// <summary>Loss and its gradient by every current log-probability, by torch.</summary>
    public (double Loss, double[] Gradient, double ClipFraction, double Divergence) Evaluate(
        LossOptions options, ScalarType type = ScalarType.Float64)
    {
        using var scope = NewDisposeScope();
        var tokens = Tokens(options, type);
        var value = PolicyLoss.Compute(tokens, options);
        value.Total.backward();
        return (
            value.Total.to(ScalarType.Float64).item<double>(), [.. tokens.LogProbabilities.grad!.to(ScalarType.Float64).data<double>()],
            1 - value.Keep.to(ScalarType.Float64).mean().item<double>(), value.Divergence?.to(ScalarType.Float64).mean().item<double>() ?? 0);
    }

    public LossTokens Tokens(LossOptions options, ScalarType type)
    {
        Tensor Flat(double[][] rows) => tensor(rows.SelectMany(row => row).ToArray(), type);
        Tensor Spread(double[] perRollout) => Flat([.. perRollout.Select((value, i) => Enumerable.Repeat(value, Lengths[i]).ToArray())]);
        var current = Flat(Current);
        current.requires_grad = true;
        return new(
            current, Flat(Old), Spread(Advantages), Spread(TokenWeights.Of(options.Aggregation, Lengths, Limit)),
            tensor(Lengths.SelectMany((length, i) => Enumerable.Repeat((long)i, length)).ToArray()),
            tensor(Lengths.Select(length => (double)length).ToArray(), type))
        {
            Reference = Reference is null ? null : Flat(Reference),
            Sampler = Sampler is null ? null : Flat(Sampler),
        };
    }
}
