using Rollouts.Core.Training;

namespace Rollouts.Trainer.Tests.Losses;

/// <summary>The same loss in plain loops of doubles, written from the formulas. What is detached is taken from
/// <paramref name="Anchor"/>, so that differences of <see cref="Value"/> around the anchor are the gradient.</summary>
internal sealed record ScalarLoss(LossCase Anchor, LossOptions Options)
{
    public double Value(double[][] current)
    {
        var total = 0.0;
        var tokens = Anchor.Current.Sum(row => row.Length);
        for (var i = 0; i < current.Length; i++)
            for (var t = 0; t < current[i].Length; t++)
                total += Share(i, tokens) * (PolicyAndPull(current, i, t) + Kl(current[i][t], i, t));
        return total;
    }

    private double PolicyAndPull(double[][] current, int i, int t)
    {
        var policy = -Anchor.Advantages[i] * Weight(i, t) * Mismatch(i, t) * Surrogate(current, i, t) / (1 + Options.Damping);
        var gap = current[i][t] - Anchor.Old[i][t];
        return policy + Options.Regularizer switch
        {
            Regularizer.ForwardKl => -Options.RegularizerCoefficient * current[i][t],
            Regularizer.K2 => Options.RegularizerCoefficient * gap * gap,
            _ => 0,
        };
    }

    private double Ratio(double[][] current, int i, int t)
    {
        if (Options.Ratio == RatioLevel.Token)
            return Math.Exp(current[i][t] - Anchor.Old[i][t]);
        var sum = 0.0;
        for (var k = 0; k < current[i].Length; k++)
            sum += current[i][k] - Anchor.Old[i][k];
        return Math.Exp(sum / current[i].Length);
    }

    private double Surrogate(double[][] current, int i, int t)
    {
        var (rho, advantage) = (Ratio(current, i, t), Anchor.Advantages[i]);
        var fixedRho = Ratio(Anchor.Current, i, t);
        var dual = Options.DualClip > 0 && advantage < 0 && fixedRho > Options.DualClip;
        var keep = Keep(fixedRho, advantage) && !dual;
        var temperature = advantage > 0 ? Options.GateTemperaturePositive : Options.GateTemperatureNegative;
        return Options.Surrogate switch
        {
            Core.Training.Surrogate.LogProbability => keep ? current[i][t] : 0,
            Core.Training.Surrogate.LogRatio => keep ? current[i][t] - Anchor.Old[i][t] : 0,
            Core.Training.Surrogate.Ratio when keep => rho,
            Core.Training.Surrogate.Ratio => dual ? Options.DualClip : Math.Clamp(fixedRho, 1 - Options.ClipLow, 1 + Options.ClipHigh),
            _ => keep ? 4 / temperature / (1 + Math.Exp(-temperature * (rho - 1))) : 0,
        };
    }

    private bool Keep(double rho, double advantage)
    {
        var twoSide = rho >= 1 - Options.ClipLow && rho <= 1 + Options.ClipHigh;
        return Options.Clip switch
        {
            ClipMode.None => true,
            ClipMode.OneSide => (advantage >= 0 && rho <= 1 + Options.ClipHigh) || (advantage <= 0 && rho >= 1 - Options.ClipLow),
            ClipMode.TwoSide => twoSide,
            _ => twoSide || (advantage >= 0 && rho <= 1 - Options.RingLow) || (advantage <= 0 && rho >= 1 + Options.RingHigh),
        };
    }

    private double Weight(int i, int t)
    {
        var (rho, advantage) = (Ratio(Anchor.Current, i, t), Anchor.Advantages[i]);
        return Options.Weight switch
        {
            WeightMode.None => 1,
            WeightMode.Ratio => rho,
            WeightMode.Truncated => Options.WeightNegativesOnly && advantage > 0
                ? 1 : Math.Clamp(rho, Options.WeightMinimum, Options.WeightMaximum),
            _ => Math.Exp(advantage / Options.AdvantageTemperature),
        };
    }

    private double Mismatch(int i, int t) => Options.TruncatedImportanceSampling > 0 && Anchor.Sampler is not null
        ? Math.Min(Math.Exp(Anchor.Old[i][t] - Anchor.Sampler[i][t]), Options.TruncatedImportanceSampling) : 1;

    private double Kl(double current, int i, int t)
    {
        if (Options.Kl == KlEstimator.None)
            return 0;
        var gap = current - Anchor.Reference![i][t];
        return Options.KlCoefficient * (Options.Kl switch
        {
            KlEstimator.K1 => gap,
            KlEstimator.K2 => gap * gap / 2,
            _ => Math.Exp(-gap) - 1 + gap,
        });
    }

    private double Share(int i, int tokens)
    {
        var (rows, length) = ((double)Anchor.Current.Length, Anchor.Current[i].Length);
        return Options.Aggregation switch
        {
            LossAggregation.TokenMean => 1.0 / tokens,
            LossAggregation.SequenceMeanTokenMean => 1 / rows / length,
            LossAggregation.SequenceMeanTokenSum => 1 / rows,
            _ => 1 / rows / Anchor.Limit,
        };
    }

    /// <summary>Central differences.</summary>
    public double[] Gradient(double step = 1e-6)
    {
        var gradient = new List<double>();
        for (var i = 0; i < Anchor.Current.Length; i++)
            for (var t = 0; t < Anchor.Current[i].Length; t++)
                gradient.Add((Value(Moved(i, t, step)) - Value(Moved(i, t, -step))) / (2 * step));
        return [.. gradient];
    }

    private double[][] Moved(int i, int t, double by)
    {
        var moved = Anchor.Current.Select(row => row.ToArray()).ToArray();
        moved[i][t] += by;
        return moved;
    }
}
