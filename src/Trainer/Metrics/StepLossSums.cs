using Rollouts.Core.Runs;

namespace Rollouts.Trainer.Metrics;

/// <summary>The parts of a step's loss, added up over its micro-batches.</summary>
internal sealed class StepLossSums
{
    /// <summary>What was minimised.</summary>
    public double Total { get; set; }

    /// <summary>The policy term.</summary>
    public double Policy { get; set; }

    /// <summary>The mean negative log-likelihood of supervised tokens, before its coefficient.</summary>
    public double Hint { get; set; }

    /// <summary>Sums over rollout tokens.</summary>
    public TokenMetrics Tokens { get; } = new();

    /// <summary>The metrics by name.</summary>
    public void WriteTo(Dictionary<string, double> metrics)
    {
        metrics[MetricNames.Loss] = Total;
        metrics["loss/policy"] = Policy;
        metrics["loss/hint"] = Hint;
        Tokens.WriteTo(metrics);
    }
}
